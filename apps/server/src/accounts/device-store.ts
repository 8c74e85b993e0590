import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role } from './staff.ts';

interface DeviceTables {
  staff: { id: number; name: string };
  staff_role: { staff_id: number; shop_id: number; role: Role; disabled_at: Date | null };
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
