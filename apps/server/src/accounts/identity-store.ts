import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface IdentityTables {
  staff_openid: { appid: string; openid: string; staff_id: number; unionid: string | null };
}

/** Somebody with WeChat, as one of its apps knows them. */
export interface Identity {
  readonly appid: string;
  readonly openid: string;
  /** The same for all apps of one Open Platform account, where the app is told it. */
  readonly unionid: string | null;
}

const tables = tablesOf<IdentityTables>;

/** Records who an identity belongs to. The first record stands: an openid never moves to someone else by itself. */
export async function insertIdentity(executor: Executor, staffId: number, identity: Identity): Promise<void> {
  await tables(executor)
    .insertInto('staff_openid')
    .values({ ...identity, staff_id: staffId })
    .onConflict((conflict) => conflict.columns(['appid', 'openid']).doNothing())
    .execute();
}

/** Whose an identity is: by the app's own openid, else by the unionid that all apps share. */
export async function findStaffId(
  executor: Executor,
  { appid, openid, unionid }: Identity,
): Promise<number | undefined> {
  const own = await tables(executor)
    .selectFrom('staff_openid')
    .select('staff_id')
    .where('appid', '=', appid)
    .where('openid', '=', openid)
    .executeTakeFirst();
  if (own !== undefined || unionid === null) return own?.staff_id;
  const shared = await tables(executor)
    .selectFrom('staff_openid')
    .select('staff_id')
    .where('unionid', '=', unionid)
    .executeTakeFirst();
  return shared?.staff_id;
}

/** Which of WeChat's apps know which of these staff members. */
export async function selectAppids(
  executor: Executor,
  staffIds: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  if (staffIds.length === 0) return new Map();
  const rows = await tables(executor)
    .selectFrom('staff_openid')
    .select(['staff_id', 'appid'])
    .where('staff_id', 'in', staffIds)
    .execute();
  const appids = new Map<number, Set<string>>();
  for (const { staff_id: id, appid } of rows) appids.set(id, (appids.get(id) ?? new Set()).add(appid));
  return appids;
}

/** Takes the identities under an app off a staff member's record, or all of them. */
export async function deleteIdentities(executor: Executor, staffId: number, appid?: string): Promise<void> {
  await tables(executor)
    .deleteFrom('staff_openid')
    .where('staff_id', '=', staffId)
    .$if(appid !== undefined, (query) => query.where('appid', '=', appid ?? ''))
    .execute();
}
