import type { Tx } from '../platform/database.ts';
import { selectOrdersById } from './order-store.ts';
import { updatePaid } from './paid-store.ts';
import type { OrderPayment, PaidOrder } from './paid-store.ts';
import { tellOfOrders } from './tell-of-order.ts';

export interface MarkPaidOptions {
  /** What becomes of orders that others have locked. */
  readonly ifLocked: 'wait' | 'skip';
  /** What else belongs to these orders being paid: done before it is told, which takes the busy lock of the shop. */
  readonly beforeTold?: (paid: readonly PaidOrder[]) => Promise<void>;
}

/**
 * Marks orders as paid, those that wait for it, which rings at their shops: the one and only `order.paid` event of an
 * order is made here. They ring in the order in which they are given; each is given once. One that asks nothing of
 * its shop, for its payment brings what was bought, is told as `order.completed` instead, and rings nowhere.
 * @returns the ids of those that are paid by this; the others were paid before, or are cancelled, or skipped
 */
export async function markPaid(
  tx: Tx,
  payments: readonly OrderPayment[],
  { ifLocked, beforeTold }: MarkPaidOptions = { ifLocked: 'wait' },
): Promise<ReadonlySet<number>> {
  const rows = await updatePaid(tx, payments, ifLocked);
  const paid = new Set(rows.map(({ orderId }) => orderId));
  if (paid.size === 0) return paid;
  await beforeTold?.(rows);
  const orders = new Map((await selectOrdersById(tx, [...paid])).map((order) => [order.id, order]));
  const events = payments.flatMap(({ orderId, paidAt }) => {
    const order = orders.get(orderId);
    if (order === undefined) return [];
    const type = order.status === 'completed' ? ('order.completed' as const) : ('order.paid' as const);
    return [{ type, at: paidAt.toISOString(), order }];
  });
  await tellOfOrders(tx, events);
  return paid;
}
