import type { BillComparison, BillDifference } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated, Selectable } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Difference } from './compare-rows.ts';

interface BillTables {
  bill_comparison: {
    bill_date: string;
    state: BillComparison['state'];
    compared_at: Date;
    payments: number;
    payments_fen: number;
    refunds: number;
    refunds_fen: number;
    error: string | null;
    left_out: Generated<number>;
  };
  bill_difference: {
    id: Generated<number>;
    bill_date: string;
    subject: Difference['subject'];
    kind: Difference['kind'];
    number: string;
    order_id: number | null;
    shop_id: number | null;
    ours: Difference['ours'];
    theirs: Difference['theirs'];
    found_at: Date;
    settled_at: Date | null;
    settled_by: string | null;
    settled_note: string | null;
    settled_itself: Generated<boolean>;
  };
}

const tables = tablesOf<BillTables>;

/** More differences of one day than anybody will look through: the others are only counted. */
export const MAX_DIFFERENCES = 1_000;
/** Rows written in one statement. */
const BATCH_ROWS = 200;

/** What a comparison came to. */
export interface Comparison extends Pick<BillComparison, 'day' | 'state' | 'error' | 'leftOut'> {
  readonly comparedAt: Date;
  readonly payments: number;
  readonly paymentsFen: number;
  readonly refunds: number;
  readonly refundsFen: number;
}

/** Writes down how a day's bill compared, over what the last comparison of it said. */
export async function upsertComparison(executor: Executor, comparison: Comparison): Promise<void> {
  const { day, state, comparedAt, error } = comparison;
  const found = {
    ...{ state, error, compared_at: comparedAt },
    payments: comparison.payments,
    payments_fen: comparison.paymentsFen,
    refunds: comparison.refunds,
    refunds_fen: comparison.refundsFen,
    left_out: comparison.leftOut,
  };
  await tables(executor)
    .insertInto('bill_comparison')
    .values({ bill_date: day, ...found })
    .onConflict((conflict) => conflict.column('bill_date').doUpdateSet(found))
    .execute();
}

/** Writes down that a day's bill could not be compared, unless it was before. */
export async function upsertFailure(
  executor: Executor,
  { day, at, state, error }: { day: string; at: Date; state: 'not_ready' | 'failed'; error: string },
): Promise<void> {
  const failure = { state, error, compared_at: at };
  const nothing = { payments: 0, payments_fen: 0, refunds: 0, refunds_fen: 0 };
  await tables(executor)
    .insertInto('bill_comparison')
    .values({ bill_date: day, ...failure, ...nothing })
    .onConflict((conflict) =>
      conflict
        .column('bill_date')
        .doUpdateSet(failure)
        .where('bill_comparison.state', 'in', ['not_ready', 'failed']),
    )
    .execute();
}

/** Adds differences, but those that are known. One that is known but settled itself waits again. */
export async function insertDifferences(
  executor: Executor,
  { day, at, differences }: { day: string; at: Date; differences: readonly Difference[] },
): Promise<void> {
  for (let begun = 0; begun < differences.length; begun += BATCH_ROWS) {
    const batch = differences.slice(begun, begun + BATCH_ROWS);
    const rows = batch.map(({ subject, kind, number, orderId, shopId, ours, theirs }) => ({
      ...{ bill_date: day, subject, kind, number, found_at: at },
      ...{ order_id: orderId, shop_id: shopId, ours: json(ours), theirs: json(theirs) },
    }));
    await tables(executor)
      .insertInto('bill_difference')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['bill_date', 'subject', 'kind', 'number']).doUpdateSet((builder) => ({
          order_id: builder.ref('excluded.order_id'),
          shop_id: builder.ref('excluded.shop_id'),
          ours: builder.ref('excluded.ours'),
          theirs: builder.ref('excluded.theirs'),
          settled_at: sql<Date | null>`case when bill_difference.settled_itself then null
            else bill_difference.settled_at end`,
          settled_itself: false,
        })),
      )
      .execute();
  }
}

function json(value: Difference['ours']): Difference['ours'] {
  return value && (sql`${JSON.stringify(value)}::json` as unknown as Difference['ours']);
}

/** Settles the open differences of a day that were not found again. */
export async function settleGone(
  executor: Executor,
  { day, at, found }: { day: string; at: Date; found: readonly Difference[] },
): Promise<void> {
  const keys = found.map(({ subject, kind, number }) => `${subject} ${kind} ${number}`);
  await tables(executor)
    .updateTable('bill_difference')
    .set({ settled_at: at, settled_itself: true })
    .where('bill_date', '=', day)
    .where('settled_at', 'is', null)
    .where(sql<boolean>`not (subject || ' ' || kind || ' ' || number = any(${keys}::text[]))`)
    .execute();
}

/** Who may see a difference: its shop, and everybody where nobody knows whose it is. */
function ofShop(shopId: number) {
  return sql<boolean>`(shop_id = ${shopId} or shop_id is null)`;
}

/** Who reads: staff of a shop. Where several share the merchant number, its sums are none of theirs. */
export interface BillReader {
  readonly shopId: number;
  readonly isShared: boolean;
}

/** The comparisons of the latest days, the newest first. */
export async function selectComparisons(
  executor: Executor,
  { shopId, limit, isShared }: BillReader & { limit: number },
): Promise<BillComparison[]> {
  const rows = await selectComparison(executor, shopId).orderBy('bill_date', 'desc').limit(limit).execute();
  return rows.map((row) => toComparison(row, isShared));
}

export async function findComparison(
  executor: Executor,
  { shopId, day, isShared }: BillReader & { day: string },
): Promise<BillComparison | undefined> {
  const row = await selectComparison(executor, shopId).where('bill_date', '=', day).executeTakeFirst();
  return row && toComparison(row, isShared);
}

/** How many differences nobody has settled, of all days. */
export async function countOpenDifferences(executor: Executor): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('bill_difference')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** The days from one on whose bills were compared, whatever that found. */
export async function listComparedDays(executor: Executor, from: string): Promise<Set<string>> {
  const rows = await tables(executor)
    .selectFrom('bill_comparison')
    .select('bill_date')
    .where('bill_date', '>=', from)
    .where('state', 'in', ['matched', 'differs'])
    .execute();
  return new Set(rows.map(({ bill_date }) => bill_date));
}

function selectComparison(executor: Executor, shopId: number) {
  return tables(executor)
    .selectFrom('bill_comparison')
    .selectAll('bill_comparison')
    .select((builder) =>
      builder
        .selectFrom('bill_difference')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('bill_difference.bill_date', '=', 'bill_comparison.bill_date')
        .where('settled_at', 'is', null)
        .where(ofShop(shopId))
        .as('open'),
    );
}

function toComparison(
  row: Selectable<BillTables['bill_comparison']> & { open: number | null },
  isShared: boolean,
): BillComparison {
  return {
    day: row.bill_date,
    state: row.state,
    comparedAt: row.compared_at.toISOString(),
    sums: isShared
      ? null
      : {
          payments: row.payments,
          paymentsFen: row.payments_fen,
          refunds: row.refunds,
          refundsFen: row.refunds_fen,
        },
    openDifferences: row.open ?? 0,
    leftOut: row.left_out,
    error: row.error,
  };
}

/** The differences of a day, those that wait first. */
export async function selectDifferences(
  executor: Executor,
  { shopId, day }: { shopId: number; day: string },
): Promise<BillDifference[]> {
  const rows = await tables(executor)
    .selectFrom('bill_difference')
    .selectAll()
    .where('bill_date', '=', day)
    .where(ofShop(shopId))
    .orderBy(sql`settled_at is not null`)
    .orderBy('id')
    .limit(MAX_DIFFERENCES)
    .execute();
  return rows.map(toDifference);
}

export async function findDifference(
  executor: Executor,
  { shopId, id }: { shopId: number; id: number },
): Promise<BillDifference | undefined> {
  const row = await tables(executor)
    .selectFrom('bill_difference')
    .selectAll()
    .where('id', '=', id)
    .where(ofShop(shopId))
    .executeTakeFirst();
  return row && toDifference(row);
}

/** Settles a difference that waits. Returns whether it did. */
export async function updateSettled(
  executor: Executor,
  { id, at, by, note }: { id: number; at: Date; by: string; note: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('bill_difference')
    .set({ settled_at: at, settled_by: by, settled_note: note })
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function toDifference(row: Selectable<BillTables['bill_difference']>): BillDifference {
  const { id, subject, kind, number, ours, theirs } = row;
  return {
    ...{ id, subject, kind, number, ours, theirs },
    day: row.bill_date,
    orderId: row.order_id,
    foundAt: row.found_at.toISOString(),
    settled: row.settled_at && {
      at: row.settled_at.toISOString(),
      by: row.settled_itself ? null : row.settled_by,
      note: row.settled_note ?? '',
    },
  };
}
