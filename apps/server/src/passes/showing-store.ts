import type { PassResult } from '@carillon/contract';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { ShowingRecord } from './pass-key.ts';
import type { PassTables } from './pass-tables.ts';

const tables = tablesOf<PassTables>;

export async function insertShowing(
  executor: Executor,
  showing: Omit<ShowingRecord, 'id'>,
): Promise<ShowingRecord> {
  const { id } = await tables(executor)
    .insertInto('pass_showing')
    .values({
      pass_id: showing.passId,
      buyer_id: showing.buyerId,
      shop_id: showing.shopId,
      key_id: showing.keyId,
      started_at: showing.startedAt,
      ends_at: showing.endsAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, ...showing };
}

/** A showing, with the secret that its key is made by: null once nothing that it signed is good any more. */
export async function findShowing(
  executor: Executor,
  showingId: number,
): Promise<(ShowingRecord & { readonly secret: Buffer | null }) | undefined> {
  const row = await tables(executor)
    .selectFrom('pass_showing')
    .innerJoin('pass_key', 'pass_key.id', 'pass_showing.key_id')
    .selectAll('pass_showing')
    .select('pass_key.secret')
    .where('pass_showing.id', '=', showingId)
    .executeTakeFirst();
  return row && { ...toShowing(row), secret: row.secret };
}

function toShowing(row: Selectable<PassTables['pass_showing']>): ShowingRecord {
  return {
    id: row.id,
    passId: row.pass_id,
    shopId: row.shop_id,
    buyerId: row.buyer_id,
    keyId: row.key_id,
    startedAt: row.started_at,
    endsAt: row.ends_at,
  };
}

/** Keeps what the last scan of a showing came to, for whoever asks later. */
export async function keepResult(tx: Tx, result: PassResult): Promise<void> {
  const scan = {
    outcome: result.outcome,
    at: new Date(result.at),
    left_visits: result.left,
    visit_id: result.visitId,
  };
  await tables(tx)
    .insertInto('pass_scan')
    .values({ showing_id: result.showingId, ...scan })
    .onConflict((conflict) => conflict.column('showing_id').doUpdateSet(scan))
    .execute();
}

/** What became of a showing of a pass, and who holds the pass now; undefined when there is no such showing of it. */
export async function findResult(
  executor: Executor,
  { passId, showingId }: { passId: number; showingId: number },
): Promise<{ readonly buyerId: string | null; readonly result: PassResult | null } | undefined> {
  const row = await results(executor)
    .select('pass.buyer_id')
    .where('pass_showing.id', '=', showingId)
    .where('pass_showing.pass_id', '=', passId)
    .executeTakeFirst();
  return row && { buyerId: row.buyer_id, result: toResult(row) };
}

/** What became of a buyer's newest showing at a shop, if it ends after a moment; null also when it was not scanned. */
export async function findRunningResult(
  executor: Executor,
  { buyerId, shopId, endsAfter }: { buyerId: string; shopId: number; endsAfter: Date },
): Promise<PassResult | null> {
  const row = await results(executor)
    .where('pass.buyer_id', '=', buyerId)
    .where('pass.shop_id', '=', shopId)
    .where('pass_showing.ends_at', '>', endsAfter)
    .orderBy('pass_showing.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toResult(row);
}

function results(executor: Executor) {
  return tables(executor)
    .selectFrom('pass_showing')
    .innerJoin('pass', 'pass.id', 'pass_showing.pass_id')
    .leftJoin('pass_scan', 'pass_scan.showing_id', 'pass_showing.id')
    .select(['pass_showing.id', 'pass_showing.pass_id', 'pass_showing.shop_id'])
    .select(['pass_scan.outcome', 'pass_scan.at', 'pass_scan.left_visits', 'pass_scan.visit_id']);
}

interface ResultRow {
  id: number;
  pass_id: number;
  shop_id: number;
  outcome: PassResult['outcome'] | null;
  at: Date | null;
  left_visits: number | null;
  visit_id: number | null;
}

function toResult({
  id,
  pass_id,
  shop_id,
  outcome,
  at,
  left_visits,
  visit_id,
}: ResultRow): PassResult | null {
  if (outcome === null || at === null || left_visits === null) return null;
  const of = { showingId: id, passId: pass_id, shopId: shop_id };
  return { ...of, at: at.toISOString(), outcome, left: left_visits, visitId: visit_id };
}

/**
 * Forgets showings that ended between two moments and took no visit, and what their scans came to.
 * @returns how many were forgotten, at most `limit`
 */
export async function deleteShowings(
  tx: Tx,
  { endedAfter, endedBefore, limit }: { endedAfter: Date; endedBefore: Date; limit: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from pass_showing showing
    where ends_at > ${endedAfter} and ends_at < ${endedBefore}
      and not exists (select from pass_visit where showing_id = showing.id)
    order by ends_at limit ${limit} for update skip locked`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tables(tx).deleteFrom('pass_scan').where('showing_id', 'in', ids).execute();
  await tables(tx).deleteFrom('pass_showing').where('id', 'in', ids).execute();
  return ids.length;
}
