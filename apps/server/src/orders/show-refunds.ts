import type { OrderRefund, OrderReply } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { updateRefunds } from './order-end-store.ts';
import { findOrder } from './order-store.ts';
import { tellOfOrder } from './tell-of-order.ts';

/**
 * Writes down what pages are shown of an order's refunds, and tells both sides that something became of them. The
 * caller holds the order's lock: two that wrote at once would each forget what the other has seen.
 */
export async function showRefunds(
  tx: Tx,
  { orderId, refunds, at }: { orderId: number; refunds: readonly OrderRefund[]; at: Date },
): Promise<OrderReply> {
  await updateRefunds(tx, orderId, refunds);
  const order = await findOrder(tx, orderId);
  if (order === undefined) throw new Error(`order ${orderId} is refunded and is gone`);
  return { order, seq: await tellOfOrder(tx, { type: 'order.refund', at: at.toISOString(), order }) };
}
