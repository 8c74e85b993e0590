import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role } from './staff.ts';

interface DeviceTables {
  staff: { id: number; name: string };
  staff_role: { staff_id: number; shop_id: number; role: Role; disabled_at: Date | null };
  staff_session: { token_hash: string; staff_id: number; device: string };
}

/** Somebody who works at a shop, as the others there know them. */
interface Colleague {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

/** Enough of a session's hash to tell it from all others, and too little to be taken for it. */
const DEVICE_ID_LENGTH = 16;

const tables = tablesOf<DeviceTables>;

/** How the device of a login session is called where others see it. */
export function deviceIdOf(session: string): string {
  return session.slice(0, DEVICE_ID_LENGTH);
}

/** Who works at a shop, in the order in which they were hired. */
export async function selectColleagues(executor: Executor, shopId: number): Promise<Colleague[]> {
  return tables(executor)
    .selectFrom('staff_role')
    .innerJoin('staff', 'staff.id', 'staff_role.staff_id')
    .select(['staff.id', 'staff.name', 'staff_role.role'])
    .where('staff_role.shop_id', '=', shopId)
    .where('staff_role.disabled_at', 'is', null)
    .orderBy('staff.id')
    .execute();
}

/** What the devices of login sessions were called when they logged in; ended sessions are left out. */
export async function selectDeviceNames(
  executor: Executor,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (sessions.length === 0) return new Map();
  const rows = await tables(executor)
    .selectFrom('staff_session')
    .select(['token_hash', 'device'])
    .where('token_hash', 'in', sessions)
    .execute();
  return new Map(rows.map(({ token_hash: session, device }) => [session, device]));
}

/** Ends the login session of a device, if it is one of a shop's staff. Returns the session. */
export async function deleteDevice(
  executor: Executor,
  { shopId, deviceId }: { shopId: number; deviceId: string },
): Promise<string | undefined> {
  const deleted = await tables(executor)
    .deleteFrom('staff_session')
    .where(sql<string>`left(token_hash, ${sql.lit(DEVICE_ID_LENGTH)})`, '=', deviceId)
    .where('staff_id', 'in', (builder) =>
      builder.selectFrom('staff_role').select('staff_role.staff_id').where('shop_id', '=', shopId),
    )
    .returning('token_hash')
    .executeTakeFirst();
  return deleted?.token_hash;
}
