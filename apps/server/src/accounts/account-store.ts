import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role, Staff } from './staff.ts';

interface AccountTables {
  staff: { id: Generated<number>; username: string | null; name: string; password_hash: string | null };
  staff_role: { staff_id: number; shop_id: number; role: Role; disabled_at: Date | null };
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
