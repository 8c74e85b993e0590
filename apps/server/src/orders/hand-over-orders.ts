import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { OrderTables } from './order-tables.ts';

interface HandOverTables extends Pick<OrderTables, 'shop_order'> {
  order_request: { buyer_id: string; idempotency_key: string };
}

/** From one buyer to another. */
export interface HandOver {
  readonly from: string;
  readonly to: string;
}

const tables = tablesOf<HandOverTables>;

/**
 * Gives a buyer's orders to another, all of them locked in the order of their ids, as whoever locks several does; with
 * the keys they were placed with: sent again after it, a request still places
 * no second order. Returns their ids.
 */
export async function handOverOrders(executor: Executor, { from, to }: HandOver): Promise<number[]> {
  const orders = await tables(executor)
    .with('own', (own) =>
      own.selectFrom('shop_order').select('id').where('buyer_id', '=', from).orderBy('id').forNoKeyUpdate(),
    )
    .updateTable('shop_order')
    .from('own')
    .set({ buyer_id: to })
    .whereRef('shop_order.id', '=', 'own.id')
    .returning('shop_order.id')
    .execute();
  await tables(executor)
    .updateTable('order_request')
    .set({ buyer_id: to })
    .where('buyer_id', '=', from)
    // Keys are random: one that both have used is no accident, and each keeps its own.
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('order_request as kept')
            .select('kept.buyer_id')
            .where('kept.buyer_id', '=', to)
            .whereRef('kept.idempotency_key', '=', 'order_request.idempotency_key'),
        ),
      ),
    )
    .execute();
  return orders.map(({ id }) => id);
}
