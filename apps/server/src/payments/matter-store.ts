import type { MoneyMatter } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated, JSONColumnType, Selectable } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface MatterTables {
  money_matter: {
    id: Generated<number>;
    shop_id: number;
    order_id: number;
    subject: MoneyMatter['subject'];
    number: string;
    code: string;
    detail: JSONColumnType<object> | null;
    times: Generated<number>;
    first_at: Date;
    newest_at: Date;
    settled_at: Date | null;
    settled_by: string | null;
    settled_note: string | null;
  };
}

const tables = tablesOf<MatterTables>;

/** Older ones were settled long ago. */
const MAX_MATTERS = 200;

/** What WeChat said of one of our numbers that our books cannot hold. */
export interface MatterRecord {
  readonly shopId: number;
  readonly orderId: number;
  readonly subject: MoneyMatter['subject'];
  readonly number: string;
  readonly code: string;
  readonly detail: unknown;
  readonly at: Date;
}

/** Who settled it, where the right word came in the end. */
const BY_WECHAT = 'wechat';

/**
 * Writes a matter down, or counts it when it is known. One that somebody settled stays settled; one that the right word
 * settled is open again, because WeChat contradicts itself.
 */
export async function upsertMatter(executor: Executor, matter: MatterRecord): Promise<void> {
  const { shopId, orderId, subject, number, code, detail, at } = matter;
  await tables(executor)
    .insertInto('money_matter')
    .values({
      ...{ subject, number, code, shop_id: shopId, order_id: orderId, first_at: at, newest_at: at },
      detail: JSON.stringify(detail ?? {}),
    })
    .onConflict((conflict) =>
      conflict.columns(['subject', 'number', 'code']).doUpdateSet({
        newest_at: at,
        times: sql<number>`money_matter.times + 1`,
        settled_at: sql`case when money_matter.settled_by = ${BY_WECHAT} then null else money_matter.settled_at end`,
        settled_by: sql`nullif(money_matter.settled_by, ${BY_WECHAT})`,
      }),
    )
    .execute();
}

/** Settles the open matters of payments or refunds that WeChat has now said what is right of. */
export async function updateRightlyTold(
  executor: Executor,
  { subject, numbers, at }: { subject: MoneyMatter['subject']; numbers: readonly string[]; at: Date },
): Promise<void> {
  await tables(executor)
    .updateTable('money_matter')
    .set({ settled_at: at, settled_by: BY_WECHAT, settled_note: '微信后来说的与账相符' })
    .where('subject', '=', subject)
    .where(sql<boolean>`number = any(${numbers}::text[])`)
    .where('settled_at', 'is', null)
    .execute();
}

/** The matters of a shop, those that wait first, the newest first. */
export async function selectMatters(executor: Executor, shopId: number): Promise<MoneyMatter[]> {
  const rows = await tables(executor)
    .selectFrom('money_matter')
    .selectAll()
    .where('shop_id', '=', shopId)
    .orderBy(sql`settled_at is not null`)
    .orderBy('id', 'desc')
    .limit(MAX_MATTERS)
    .execute();
  return rows.map(toMatter);
}

export async function findMatter(
  executor: Executor,
  { shopId, id }: { shopId: number; id: number },
): Promise<MoneyMatter | undefined> {
  const row = await tables(executor)
    .selectFrom('money_matter')
    .selectAll()
    .where('id', '=', id)
    .where('shop_id', '=', shopId)
    .executeTakeFirst();
  return row && toMatter(row);
}

/** Settles a matter that waits. Returns whether it did. */
export async function updateMatterSettled(
  executor: Executor,
  { id, at, by, note }: { id: number; at: Date; by: string; note: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('money_matter')
    .set({ settled_at: at, settled_by: by, settled_note: note })
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** How many matters nobody has settled, of all shops. */
export async function countOpenMatters(executor: Executor): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('money_matter')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

function toMatter(row: Selectable<MatterTables['money_matter']>): MoneyMatter {
  const { id, subject, number, code, times } = row;
  return {
    ...{ id, subject, number, code, times },
    orderId: row.order_id,
    firstAt: row.first_at.toISOString(),
    newestAt: row.newest_at.toISOString(),
    settled: row.settled_at && {
      at: row.settled_at.toISOString(),
      by: row.settled_by ?? '',
      note: row.settled_note ?? '',
    },
  };
}
