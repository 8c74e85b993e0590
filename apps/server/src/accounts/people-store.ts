import type { Generated } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { accountErrors } from './account-errors.ts';
import type { Role } from './staff.ts';

interface PeopleTables {
  staff: { id: Generated<number>; username: string | null; name: string; password_hash: string | null };
  staff_role: { staff_id: number; shop_id: number; role: Role; disabled_at: Date | null };
}

/** Somebody on a shop's staff, who may be disabled there. */
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly username: string | null;
  readonly role: Role;
  readonly isDisabled: boolean;
}

/** A place in a shop's staff. */
export interface Place {
  readonly shopId: number;
  readonly staffId: number;
}

/** More than a page can show is a mistake of ours; no read goes beyond. */
const MAX_MEMBERS = 500;

const tables = tablesOf<PeopleTables>;

/** Everybody on a shop's staff, disabled ones too, in the order in which they joined; or one of them. */
export async function selectMembers(
  executor: Executor,
  { shopId, staffId }: { shopId: number; staffId?: number },
): Promise<Member[]> {
  const rows = await tables(executor)
    .selectFrom('staff_role')
    .innerJoin('staff', 'staff.id', 'staff_role.staff_id')
    .select(['staff.id', 'staff.name', 'staff.username', 'staff_role.role', 'staff_role.disabled_at'])
    .where('staff_role.shop_id', '=', shopId)
    .$if(staffId !== undefined, (query) => query.where('staff.id', '=', staffId ?? 0))
    .orderBy('staff.id')
    .limit(MAX_MEMBERS)
    .execute();
  return rows.map(({ disabled_at: disabledAt, ...row }) => ({ ...row, isDisabled: disabledAt !== null }));
}

/**
 * The owners of a shop who are not disabled, held until the transaction ends: two who take each other's role wait for
 * each other here, and the second sees what the first did.
 */
export async function lockOwners(executor: Executor, shopId: number): Promise<number[]> {
  const rows = await tables(executor)
    .selectFrom('staff_role')
    .select('staff_id')
    .where('shop_id', '=', shopId)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .orderBy('staff_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.staff_id);
}

/** Gives somebody a place in a shop's staff. Returns false when they have one. */
export async function insertPlace(executor: Executor, place: Place, role: Role): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('staff_role')
    .values({ staff_id: place.staffId, shop_id: place.shopId, role, disabled_at: null })
    .onConflict((conflict) => conflict.columns(['staff_id', 'shop_id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updatePlace(
  executor: Executor,
  { shopId, staffId }: Place,
  change: { role: Role } | { disabled_at: Date | null },
): Promise<void> {
  await tables(executor)
    .updateTable('staff_role')
    .set(change)
    .where('shop_id', '=', shopId)
    .where('staff_id', '=', staffId)
    .execute();
}

export async function deletePlace(executor: Executor, { shopId, staffId }: Place): Promise<void> {
  await tables(executor)
    .deleteFrom('staff_role')
    .where('shop_id', '=', shopId)
    .where('staff_id', '=', staffId)
    .execute();
}

/** Whether somebody has places, and all of them are disabled. */
export async function isDisabledEverywhere(executor: Executor, staffId: number): Promise<boolean> {
  const rows = await tables(executor)
    .selectFrom('staff_role')
    .select('disabled_at')
    .where('staff_id', '=', staffId)
    .execute();
  return rows.length > 0 && rows.every((row) => row.disabled_at !== null);
}

/** Holds a person's record until the transaction ends: who changes how they get in waits for who looks at it. */
export async function lockLogin(tx: Tx, staffId: number): Promise<void> {
  await tables(tx).selectFrom('staff').select('id').where('id', '=', staffId).forUpdate().execute();
}

export interface Login {
  readonly username: string;
  readonly passwordHash: string;
}

/** How somebody is called, and logs in by password, which may be not at all. */
export async function findPerson(
  executor: Executor,
  staffId: number,
): Promise<{ id: number; name: string; username: string | null; passwordHash: string | null } | undefined> {
  return tables(executor)
    .selectFrom('staff')
    .select(['id', 'name', 'username', 'password_hash as passwordHash'])
    .where('id', '=', staffId)
    .executeTakeFirst();
}

/** Adds somebody who works nowhere yet. Undefined when the username is taken. */
export async function insertPerson(
  executor: Executor,
  { name, login }: { name: string; login: Login | null },
): Promise<number | undefined> {
  const row = await tables(executor)
    .insertInto('staff')
    .values({ name, username: login?.username ?? null, password_hash: login?.passwordHash ?? null })
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/**
 * Gives somebody another login. Returns false when their password was changed since it was read.
 * @throws username_taken, also when it is taken at this moment
 */
export async function replaceLogin(
  executor: Executor,
  { id, passwordHash }: { id: number; passwordHash: string | null },
  login: Login,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('staff')
    .set({ username: login.username, password_hash: login.passwordHash })
    .where('id', '=', id)
    .where('password_hash', 'is not distinct from', passwordHash)
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? accountErrors.username_taken(undefined, error) : error;
    });
  return numUpdatedRows === 1n;
}

/** The SQLSTATE of PostgreSQL for a value that another row has (its appendix A). */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
