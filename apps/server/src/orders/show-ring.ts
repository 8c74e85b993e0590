import { shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent, OrderRing } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { updateRing } from './order-end-store.ts';
import { findOrder } from './order-store.ts';

/**
 * Writes down what staff are shown of an order's ring, and tells the shop, and nobody else, that something became of
 * it. The caller holds the order's lock.
 */
export async function showRing(
  tx: Tx,
  { orderId, ring, at }: { orderId: number; ring: OrderRing; at: Date },
): Promise<void> {
  await updateRing(tx, orderId, ring);
  const order = await findOrder(tx, orderId);
  if (order === undefined) throw new Error(`order ${orderId} rings and is gone`);
  const event: OrderEvent = { type: 'order.ring', at: at.toISOString(), order };
  await appendToJournal(tx, shopOrdersDestination(order.shopId), event);
}
