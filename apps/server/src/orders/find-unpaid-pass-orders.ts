import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { OrderTables } from './order-tables.ts';
import { orderStates } from './order.ts';

/** A buyer's orders of passes that may still be paid. Each was reserved against a limit, so they are few. */
export async function findUnpaidPassOrders(executor: Executor, buyerId: string): Promise<number[]> {
  const rows = await tablesOf<OrderTables>(executor)
    .selectFrom('shop_order')
    .select('id')
    .where('buyer_id', '=', buyerId)
    .where('status', '=', orderStates.initial)
    .where('fulfilment', '=', 'pass')
    .execute();
  return rows.map(({ id }) => id);
}
