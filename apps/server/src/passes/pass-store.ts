import type { Insertable, Selectable } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassRecord } from './pass.ts';
import type { PassTables } from './pass-tables.ts';

const tables = tablesOf<PassTables>;

export async function findPass(executor: Executor, passId: number): Promise<PassRecord | undefined> {
  const row = await tables(executor)
    .selectFrom('pass')
    .selectAll()
    .where('id', '=', passId)
    .executeTakeFirst();
  return row && toPass(row);
}

/**
 * Reads a pass and keeps everybody else from changing it until the transaction ends. It is locked after its order, and
 * before journals.
 */
export async function lockPass(tx: Tx, passId: number): Promise<PassRecord | undefined> {
  const row = await tables(tx)
    .selectFrom('pass')
    .selectAll()
    .where('id', '=', passId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toPass(row);
}

/** The pass that a token of this hash takes, locked, and until when it does. */
export async function lockPassByClaim(
  tx: Tx,
  claimHash: string,
): Promise<{ pass: PassRecord; claimableUntil: Date } | undefined> {
  const row = await tables(tx)
    .selectFrom('pass')
    .selectAll()
    .where('claim_hash', '=', claimHash)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.claimable_until ? { pass: toPass(row), claimableUntil: row.claimable_until } : undefined;
}

/** Writes a pass down, with nothing left of it yet: its first entry brings its visits. */
export async function insertPass(
  executor: Executor,
  pass: Omit<Insertable<PassTables['pass']>, 'left_visits'>,
): Promise<PassRecord> {
  const row = await tables(executor)
    .insertInto('pass')
    .values({ ...pass, left_visits: 0 })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toPass(row);
}

/** How many of a kind a buyer holds that can still be used. */
export async function countUsable(
  executor: Executor,
  { kindId, buyerId, now }: { kindId: number; buyerId: string; now: Date },
): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('pass')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('kind_id', '=', kindId)
    .where('buyer_id', '=', buyerId)
    .where('left_visits', '>', 0)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>=', now)]))
    .executeTakeFirstOrThrow();
  return count;
}

export async function updateHolder(executor: Executor, passId: number, buyerId: string): Promise<void> {
  await tables(executor).updateTable('pass').set({ buyer_id: buyerId }).where('id', '=', passId).execute();
}

/** @param frozen null: it is not, any more */
export async function updateFrozen(
  executor: Executor,
  passId: number,
  frozen: PassRecord['frozen'],
): Promise<void> {
  await tables(executor)
    .updateTable('pass')
    .set({ frozen_at: frozen?.at ?? null, frozen_reason: frozen?.reason ?? null })
    .where('id', '=', passId)
    .execute();
}

export async function updateRefunded(executor: Executor, passId: number, at: Date): Promise<void> {
  await tables(executor).updateTable('pass').set({ refunded_at: at }).where('id', '=', passId).execute();
}

export function toPass(row: Selectable<PassTables['pass']>): PassRecord {
  return {
    id: row.id,
    shopId: row.shop_id,
    kindId: row.kind_id,
    buyerId: row.buyer_id,
    orderId: row.order_id,
    name: row.name,
    terms: row.terms,
    visits: row.visits,
    left: row.left_visits,
    priceFen: row.price_fen,
    refundable: row.refundable,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    frozen:
      row.frozen_at === null || row.frozen_reason === null
        ? null
        : { at: row.frozen_at, reason: row.frozen_reason },
    refundedAt: row.refunded_at,
    note: row.note,
  };
}
