import { sql } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface BuyerTables {
  buyer_identity: {
    appid: string;
    openid: string;
    buyer_id: string;
    unionid: string | null;
    created_at: Date;
  };
  buyer_joined: { anonymous_id: string; buyer_id: string; joined_at: Date };
}

/** Somebody with WeChat, as one of its apps knows them. */
export interface BuyerIdentity {
  readonly appid: string;
  readonly openid: string;
  /** The same for all apps of one Open Platform account, where the app is told it. */
  readonly unionid: string | null;
}

/** Any numbers that no other advisory lock of ours has. */
const BUYER_LOCK = 7_301_010;
const PERSON_LOCK = 7_301_011;

const tables = tablesOf<BuyerTables>;

/** Holds a buyer's things until the transaction ends: those who add to them together, who takes them away alone. */
export async function lockBuyer(tx: Tx, buyerId: string, how: 'together' | 'alone'): Promise<void> {
  const lock = how === 'alone' ? sql`pg_advisory_xact_lock` : sql`pg_advisory_xact_lock_shared`;
  await sql`select ${lock}(${BUYER_LOCK}::int, hashtext(${buyerId}))`.execute(tx);
}

/** Lets one login at a time find out who a person is. */
export async function lockPerson(tx: Tx, { appid, openid, unionid }: BuyerIdentity): Promise<void> {
  await sql`select pg_advisory_xact_lock(${PERSON_LOCK}::int, hashtext(${unionid ?? `${appid} ${openid}`}))`.execute(
    tx,
  );
}

/**
 * The accounts of a person, the oldest first: by the app's own openid, and by the unionid that all apps share. They are
 * two when each app met them before any was told the unionid.
 */
export async function findAccounts(
  executor: Executor,
  { appid, openid, unionid }: BuyerIdentity,
): Promise<string[]> {
  const rows = await tables(executor)
    .selectFrom('buyer_identity')
    .select('buyer_id')
    .where((where) =>
      where.or([
        where.and([where('appid', '=', appid), where('openid', '=', openid)]),
        // Never true of a null.
        where('unionid', '=', unionid),
      ]),
    )
    .groupBy('buyer_id')
    .orderBy(sql`min(created_at)`)
    .orderBy('buyer_id')
    .execute();
  return rows.map((row) => row.buyer_id);
}

/** Makes all that is known of who has an account known of another: identities, and who they were before. */
export async function moveAccount(
  executor: Executor,
  { from, to }: { from: string; to: string },
): Promise<void> {
  for (const table of ['buyer_identity', 'buyer_joined'] as const) {
    await tables(executor).updateTable(table).set({ buyer_id: to }).where('buyer_id', '=', from).execute();
  }
}

/**
 * Records whose an identity is, and its unionid once an app was told it. Answers whose: the first record stands.
 */
export async function keepIdentity(
  executor: Executor,
  { appid, openid, unionid }: BuyerIdentity,
  { buyerId, at }: { buyerId: string; at: Date },
): Promise<string> {
  const { buyer_id: account } = await tables(executor)
    .insertInto('buyer_identity')
    .values({ appid, openid, unionid, buyer_id: buyerId, created_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['appid', 'openid'])
        .doUpdateSet({ unionid: sql`coalesce(excluded.unionid, buyer_identity.unionid)` }),
    )
    .returning('buyer_id')
    .executeTakeFirstOrThrow();
  return account;
}

/** What an app calls a buyer. */
export async function findOpenid(
  executor: Executor,
  { appid, buyerId }: { appid: string; buyerId: string },
): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('buyer_identity')
    .select('openid')
    .where('appid', '=', appid)
    .where('buyer_id', '=', buyerId)
    .executeTakeFirst();
  return row?.openid;
}

/** Records that an anonymous buyer turned out to be an account. Answers which one: the first record stands. */
export async function keepJoined(
  executor: Executor,
  { anonymousId, buyerId, at }: { anonymousId: string; buyerId: string; at: Date },
): Promise<string> {
  const { buyer_id: account } = await tables(executor)
    .insertInto('buyer_joined')
    .values({ anonymous_id: anonymousId, buyer_id: buyerId, joined_at: at })
    // An update of nothing, for what it returns.
    .onConflict((conflict) =>
      conflict.column('anonymous_id').doUpdateSet({ joined_at: sql`buyer_joined.joined_at` }),
    )
    .returning('buyer_id')
    .executeTakeFirstOrThrow();
  return account;
}

/** The account that an anonymous buyer has become since a moment. */
export async function findJoined(
  executor: Executor,
  { anonymousId, since }: { anonymousId: string; since: Date },
): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('buyer_joined')
    .select('buyer_id')
    .where('anonymous_id', '=', anonymousId)
    .where('joined_at', '>', since)
    .executeTakeFirst();
  return row?.buyer_id;
}
