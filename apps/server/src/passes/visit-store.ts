import type { PassVisit } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassTables } from './pass-tables.ts';
import { holderOf } from './pass.ts';

/** A visit as it is written down. */
export interface VisitRecord {
  readonly id: number;
  readonly showingId: number;
  readonly passId: number;
  readonly shopId: number;
  readonly at: Date;
  /** The staff member who scanned. */
  readonly byId: number;
  readonly byName: string;
  /** What was left of the pass after it. */
  readonly left: number;
  readonly undone: { readonly at: Date; readonly by: string; readonly reason: string } | null;
}

const tables = tablesOf<PassTables>;

export async function insertVisit(tx: Tx, visit: Omit<VisitRecord, 'id' | 'undone'>): Promise<VisitRecord> {
  const { id } = await tables(tx)
    .insertInto('pass_visit')
    .values({
      showing_id: visit.showingId,
      pass_id: visit.passId,
      shop_id: visit.shopId,
      at: visit.at,
      by_id: visit.byId,
      by_name: visit.byName,
      left_after: visit.left,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, ...visit, undone: null };
}

/** The visit that a showing was good for, if it was taken. */
export async function findVisitOf(executor: Executor, showingId: number): Promise<VisitRecord | undefined> {
  const row = await visits(executor).where('showing_id', '=', showingId).executeTakeFirst();
  return row && toVisit(row);
}

export async function findVisit(executor: Executor, visitId: number): Promise<VisitRecord | undefined> {
  const row = await visits(executor).where('pass_visit.id', '=', visitId).executeTakeFirst();
  return row && toVisit(row);
}

export async function markUndone(
  tx: Tx,
  visitId: number,
  { at, by, reason }: NonNullable<VisitRecord['undone']>,
): Promise<void> {
  await tables(tx)
    .updateTable('pass_visit')
    .set({ undone_at: at, undone_by: by, undone_reason: reason })
    .where('id', '=', visitId)
    .execute();
}

interface VisitsOfDay {
  readonly shopId: number;
  readonly from: Date;
  readonly to: Date;
}

/** A page of a shop's visits from a moment to before another, the newest first. */
export async function selectVisits(
  executor: Executor,
  { shopId, from, to, before, limit }: VisitsOfDay & { before: number | undefined; limit: number },
): Promise<PassVisit[]> {
  let query = visits(executor)
    .where('pass_visit.shop_id', '=', shopId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('pass_visit.id', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('pass_visit.id', '<', before);
  const rows = await query.execute();
  return rows.map((row) => describeVisit(toVisit(row), { name: row.name, buyerId: row.buyer_id }));
}

/** How many visits of that time count, and how many were undone. */
export async function countVisits(
  executor: Executor,
  { shopId, from, to }: VisitsOfDay,
): Promise<{ taken: number; undone: number }> {
  return tables(executor)
    .selectFrom('pass_visit')
    .select([
      sql<number>`count(*) filter (where undone_at is null)`.as('taken'),
      sql<number>`count(undone_at)`.as('undone'),
    ])
    .where('shop_id', '=', shopId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .executeTakeFirstOrThrow();
}

/** A visit as staff see it. */
export function describeVisit(
  { id, passId, at, byName, left, undone }: VisitRecord,
  pass: { readonly name: string; readonly buyerId: string | null },
): PassVisit {
  return {
    ...{ id, passId, passName: pass.name, holder: holderOf(pass.buyerId) },
    ...{ at: at.toISOString(), by: byName, left },
    undone: undone && { ...undone, at: undone.at.toISOString() },
  };
}

function visits(executor: Executor) {
  return tables(executor)
    .selectFrom('pass_visit')
    .innerJoin('pass', 'pass.id', 'pass_visit.pass_id')
    .selectAll('pass_visit')
    .select(['pass.name', 'pass.buyer_id']);
}

type VisitRow = Awaited<ReturnType<ReturnType<typeof visits>['executeTakeFirstOrThrow']>>;

function toVisit(row: VisitRow): VisitRecord {
  const { undone_at, undone_by, undone_reason } = row;
  return {
    id: row.id,
    showingId: row.showing_id,
    passId: row.pass_id,
    shopId: row.shop_id,
    at: row.at,
    byId: row.by_id,
    byName: row.by_name,
    left: row.left_after,
    undone:
      undone_at === null || undone_by === null || undone_reason === null
        ? null
        : { at: undone_at, by: undone_by, reason: undone_reason },
  };
}
