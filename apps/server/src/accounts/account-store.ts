import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role, Staff } from './staff.ts';

interface AccountTables {
  staff: { id: Generated<number>; username: string; name: string; password_hash: string };
  staff_role: { staff_id: number; shop_id: number; role: Role };
  staff_openid: { appid: string; openid: string; staff_id: number; unionid: string | null };
  staff_session: {
    token_hash: string;
    staff_id: number;
    started_at: Date;
    expires_at: Date;
    device: string;
  };
  login_state: { state_hash: string; browser_hash: string; return_path: string; expires_at: Date };
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
          .orderBy('staff_role.shop_id'),
      ).as('roles'),
    ]);
}

export async function insertStaff(
  executor: Executor,
  staff: { username: string; name: string; passwordHash: string },
): Promise<number> {
  const { id } = await tables(executor)
    .insertInto('staff')
    .values({ username: staff.username, name: staff.name, password_hash: staff.passwordHash })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertRole(
  executor: Executor,
  role: { staffId: number; shopId: number; role: Role },
): Promise<void> {
  await tables(executor)
    .insertInto('staff_role')
    .values({ staff_id: role.staffId, shop_id: role.shopId, role: role.role })
    .execute();
}

/** Records who an openid belongs to. The first record stands: an openid never moves to someone else by itself. */
export async function insertOpenid(
  executor: Executor,
  record: { staffId: number; appid: string; openid: string; unionid: string | null },
): Promise<void> {
  const { staffId, ...openid } = record;
  await tables(executor)
    .insertInto('staff_openid')
    .values({ ...openid, staff_id: staffId })
    .onConflict((conflict) => conflict.columns(['appid', 'openid']).doNothing())
    .execute();
}

export async function findCredentials(
  executor: Executor,
  username: string,
): Promise<{ staffId: number; passwordHash: string } | undefined> {
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
    .execute();
  return rows.map((row) => row.shop_id);
}

/** Who works at a shop. */
export async function selectStaffIds(executor: Executor, shopId: number): Promise<number[]> {
  const rows = await tables(executor)
    .selectFrom('staff_role')
    .select('staff_id')
    .where('shop_id', '=', shopId)
    .execute();
  return rows.map((row) => row.staff_id);
}

export async function findStaffByOpenid(
  executor: Executor,
  { appid, openid }: { appid: string; openid: string },
): Promise<Staff | undefined> {
  return selectStaff(executor)
    .innerJoin('staff_openid', 'staff_openid.staff_id', 'staff.id')
    .where('staff_openid.appid', '=', appid)
    .where('staff_openid.openid', '=', openid)
    .executeTakeFirst();
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
  await tables(executor).deleteFrom('login_state').where('expires_at', '<=', now).execute();
}

export async function insertLoginState(
  executor: Executor,
  state: { stateHash: string; browserHash: string; returnPath: string; expiresAt: Date },
): Promise<void> {
  await tables(executor)
    .insertInto('login_state')
    .values({
      state_hash: state.stateHash,
      browser_hash: state.browserHash,
      return_path: state.returnPath,
      expires_at: state.expiresAt,
    })
    .execute();
}

/** Takes a login state out of the table: of many who try, one gets it. Returns where the login leads. */
export async function takeLoginState(
  executor: Executor,
  { stateHash, browserHash, now }: { stateHash: string; browserHash: string; now: Date },
): Promise<string | undefined> {
  const taken = await tables(executor)
    .deleteFrom('login_state')
    .where('state_hash', '=', stateHash)
    .where('browser_hash', '=', browserHash)
    .where('expires_at', '>', now)
    .returning('return_path')
    .executeTakeFirst();
  return taken?.return_path;
}
