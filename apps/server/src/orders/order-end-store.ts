import type { OrderRefund } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { OrderTables } from './order-tables.ts';
import { orderStates } from './order.ts';

const tables = tablesOf<OrderTables>;

/** Locks an order's row, but for rows that only point to it. Returns whose it is; undefined when there is none. */
export async function lockRow(executor: Executor, orderId: number): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('shop_order')
    .select('buyer_id')
    .where('id', '=', orderId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.buyer_id;
}

/**
 * Takes orders that were not paid by `expiredAt`, the longest waiting first, and puts their next try off, so that
 * of several nodes one takes each. Returns their ids.
 */
export async function takeUnpaid(
  executor: Executor,
  { expiredAt, now, retryAt, limit }: { expiredAt: Date; now: Date; retryAt: Date; limit: number },
): Promise<number[]> {
  const rows = await tables(executor)
    .updateTable('shop_order')
    .set({ expiry_retry_at: retryAt })
    .where('id', 'in', (builder) =>
      builder
        .selectFrom('shop_order')
        .select('id')
        .where('status', '=', orderStates.initial)
        .where('expires_at', '<=', expiredAt)
        .where((where) =>
          where.or([where('expiry_retry_at', 'is', null), where('expiry_retry_at', '<=', now)]),
        )
        .orderBy('expires_at')
        .limit(limit)
        .forNoKeyUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes down what pages are shown of an order's refunds. */
export async function updateRefunds(
  executor: Executor,
  orderId: number,
  refunds: readonly OrderRefund[],
): Promise<void> {
  await tables(executor)
    .updateTable('shop_order')
    .set({ refunds: JSON.stringify(refunds) })
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
}

/** Whether an order may still be paid. */
export async function isAwaitingPayment(executor: Executor, orderId: number): Promise<boolean> {
  const row = await tables(executor)
    .selectFrom('shop_order')
    .select('status')
    .where('id', '=', orderId)
    .executeTakeFirst();
  return row?.status === orderStates.initial;
}

/**
 * Notes that what an order took of the stock is given back. Returns what that is, each product once; nothing the
 * second time.
 */
export async function noteGivenBack(
  executor: Executor,
  orderId: number,
): Promise<{ productId: number; quantity: number }[]> {
  const { rows } = await sql<{ productId: number; quantity: number }>`
    with given as (
      update order_line set stock = 'given_back' where order_id = ${orderId} and stock = 'taken'
      returning product_id, quantity
    )
    select product_id as "productId", sum(quantity)::integer as quantity
    from given group by product_id`.execute(executor);
  return rows;
}
