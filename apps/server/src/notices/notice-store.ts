import type { Notice } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface NoticeTables {
  notice_change: {
    id: Generated<number>;
    shop_id: number;
    idempotency_key: string;
    text: string | null;
    until_at: Date | null;
    staff_id: number;
    by_name: string;
    changed_at: Date;
  };
}

/** One change of what a shop announces; without a text it was taken down. */
export interface NoticeChange {
  readonly shopId: number;
  readonly idempotencyKey: string;
  readonly text: string | null;
  readonly until: Date | null;
  readonly staff: { readonly id: number; readonly name: string };
  readonly at: Date;
}

const tables = tablesOf<NoticeTables>;

/** Lets changes of one shop's announcement wait for each other until the transaction ends. */
export async function lockNotice(tx: Tx, shopId: number): Promise<void> {
  const name = `notice of shop ${shopId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

export async function insertChange(executor: Executor, change: NoticeChange): Promise<number> {
  const { id } = await tables(executor)
    .insertInto('notice_change')
    .values({
      shop_id: change.shopId,
      idempotency_key: change.idempotencyKey,
      text: change.text,
      until_at: change.until,
      staff_id: change.staff.id,
      by_name: change.staff.name,
      changed_at: change.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What was changed with this key; undefined when nothing was. */
export async function findChange(
  executor: Executor,
  { shopId, idempotencyKey }: Pick<NoticeChange, 'shopId' | 'idempotencyKey'>,
): Promise<{ text: string | null; until: Date | null } | undefined> {
  return tables(executor)
    .selectFrom('notice_change')
    .select(['text', 'until_at as until'])
    .where('shop_id', '=', shopId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

export async function countChanges(
  executor: Executor,
  { shopId, since }: { shopId: number; since: Date },
): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('notice_change')
    .select((builder) => builder.fn.countAll<number>().as('count'))
    .where('shop_id', '=', shopId)
    .where('changed_at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}

/** What a shop announces at `now`: null when nothing, or when it is over. */
export async function findNotice(
  executor: Executor,
  { shopId, now }: { shopId: number; now: Date },
): Promise<Notice | null> {
  const row = await tables(executor)
    .selectFrom('notice_change')
    .selectAll()
    .where('shop_id', '=', shopId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.text === null) return null;
  if (row.until_at !== null && row.until_at <= now) return null;
  return {
    id: row.id,
    shopId,
    text: row.text,
    until: row.until_at?.toISOString() ?? null,
    by: row.by_name,
    at: row.changed_at.toISOString(),
  };
}
