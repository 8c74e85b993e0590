import type { OrderReply } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { moveOrder } from './move-order.ts';

/**
 * Marks an order as paid, which rings at the shop: the one and only `order.paid` event of an order is made here.
 * @returns undefined when the order was paid before.
 */
export async function markPaid(tx: Tx, orderId: number, paidAt: Date): Promise<OrderReply | undefined> {
  return moveOrder(tx, 'pay', { orderId, at: paidAt, by: 'wechat' });
}
