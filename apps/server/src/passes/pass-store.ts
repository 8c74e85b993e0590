import type { Selectable } from 'kysely';
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
