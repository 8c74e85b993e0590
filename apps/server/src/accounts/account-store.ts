import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role, Staff } from './staff.ts';

interface AccountTables {
  staff: { id: Generated<number>; username: string | null; name: string; password_hash: string | null };
  staff_role: { staff_id: number; shop_id: number; role: Role; disabled_at: Date | null };
  staff_session: {
    token_hash: string;
    staff_id: number;
    started_at: Date;
    expires_at: Date;
    device: string;
  };
}

const tables = tablesOf<AccountTables>;

function selectStaff(executor: Executor) {
  return tables(executor)
    .selectFrom('staff')
    .select((builder) => [
      'staff.id',
      'staff.name',
      jsonArrayFrom(
        builder
          .selectFrom('staff_role')
          .select(['staff_role.shop_id as shopId', 'staff_role.role'])
          .whereRef('staff_role.staff_id', '=', 'staff.id')
          .where('staff_role.disabled_at', 'is', null)
          .orderBy('staff_role.shop_id'),
      ).as('roles'),
    ]);
}

export async function findCredentials(
  executor: Executor,
  username: string,
): Promise<{ staffId: number; passwordHash: string | null } | undefined> {
  return tables(executor)
    .selectFrom('staff')
    .select(['id as staffId', 'password_hash as passwordHash'])
    .where('username', '=', username)
    .executeTakeFirst();
}

export async function findStaff(executor: Executor, id: number): Promise<Staff | undefined> {
  return selectStaff(executor).where('staff.id', '=', id).executeTakeFirst();
}

/** The shops that a staff member works at. */
export async function selectShopIds(executor: Executor, staffId: number): Promise<number[]> {
  const rows = await tables(executor)
    .selectFrom('staff_role')
    .select('shop_id')
    .where('staff_id', '=', staffId)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map((row) => row.shop_id);
}

/** Who works at a shop. */
export async function selectStaffIds(executor: Executor, shopId: number): Promise<number[]> {
  const rows = await tables(executor)
    .selectFrom('staff_role')
    .select('staff_id')
    .where('shop_id', '=', shopId)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map((row) => row.staff_id);
}

export async function insertSession(
  executor: Executor,
  session: { tokenHash: string; staffId: number; startedAt: Date; expiresAt: Date; device: string },
): Promise<void> {
  await tables(executor)
    .insertInto('staff_session')
    .values({
      token_hash: session.tokenHash,
      staff_id: session.staffId,
      started_at: session.startedAt,
      expires_at: session.expiresAt,
      device: session.device,
    })
    .execute();
}

export async function findSession(
  executor: Executor,
  { tokenHash, now }: { tokenHash: string; now: Date },
): Promise<{ staff: Staff; expiresAt: Date } | undefined> {
  const row = await selectStaff(executor)
    .innerJoin('staff_session', 'staff_session.staff_id', 'staff.id')
    .select('staff_session.expires_at')
    .where('staff_session.token_hash', '=', tokenHash)
    .where('staff_session.expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { expires_at: expiresAt, ...staff } = row;
  return { staff, expiresAt };
}

/** Lets those of the sessions that have not ended by `now` live until `expiresAt`. Returns their hashes. */
export async function extendSessions(
  executor: Executor,
  { tokenHashes, now, expiresAt }: { tokenHashes: readonly string[]; now: Date; expiresAt: Date },
): Promise<string[]> {
  if (tokenHashes.length === 0) return [];
  const rows = await tables(executor)
    .updateTable('staff_session')
    .set({ expires_at: expiresAt })
    .where('token_hash', 'in', tokenHashes)
    .where('expires_at', '>', now)
    .returning('token_hash')
    .execute();
  return rows.map((row) => row.token_hash);
}

export async function deleteSession(executor: Executor, tokenHash: string): Promise<void> {
  await tables(executor).deleteFrom('staff_session').where('token_hash', '=', tokenHash).execute();
}

export async function deleteExpired(executor: Executor, now: Date): Promise<void> {
  await tables(executor).deleteFrom('staff_session').where('expires_at', '<=', now).execute();
}
