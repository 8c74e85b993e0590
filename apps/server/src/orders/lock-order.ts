import type { Order } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { lockRow } from './order-end-store.ts';
import { findOrder } from './order-store.ts';

interface LockedOrder {
  readonly order: Order;
  readonly buyerId: string;
}

/**
 * Reads an order and keeps everybody else from changing it until the transaction ends, so that each decides on what is
 * true. Rows are locked in this order:
 *
 * 1. A trade that is about to be paid; its transaction locks no row of another trade but in the order of their ids.
 * 2. The order. Whoever opens or ends its paying, cancels it or gives something back of it begins here.
 * 3. A paid trade, to take money of it for a refund; its refunds.
 * 4. Products, in the order of their ids; then the journals, the order's before its shop's.
 *
 * A trade is locked before its order only until it is paid, and after it only once it is, so the two never wait for
 * each other.
 */
export async function lockOrder(tx: Tx, orderId: number): Promise<LockedOrder | undefined> {
  const buyerId = await lockRow(tx, orderId);
  // Read after the lock was got, or it would be what the order was before we waited.
  const order = buyerId === undefined ? undefined : await findOrder(tx, orderId);
  return order && buyerId !== undefined ? { order, buyerId } : undefined;
}
