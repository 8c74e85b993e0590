import type { Tx } from '../platform/database.ts';
import { selectOrdersById } from './order-store.ts';
import { updatePaid } from './paid-store.ts';
import type { OrderPayment } from './paid-store.ts';
import { tellOfOrders } from './tell-of-order.ts';

export interface MarkPaidOptions {
  /** What becomes of orders that others have locked. */
  readonly ifLocked: 'wait' | 'skip';
  /** What else belongs to these orders being paid: done before it is told, which takes the busy lock of the shop. */
  readonly beforeTold?: (orderIds: ReadonlySet<number>) => Promise<void>;
}

/**
 * Marks orders as paid, those that wait for it, which rings at their shops: the one and only `order.paid` event of an
 * order is made here. They ring in the order in which they are given; each is given once.
 * @returns the ids of those that are paid by this; the others were paid before, or are cancelled, or skipped
 */
export async function markPaid(
  tx: Tx,
  payments: readonly OrderPayment[],
  { ifLocked, beforeTold }: MarkPaidOptions = { ifLocked: 'wait' },
): Promise<ReadonlySet<number>> {
  const paid = new Set(await updatePaid(tx, payments, ifLocked));
  if (paid.size === 0) return paid;
  await beforeTold?.(paid);
  const orders = new Map((await selectOrdersById(tx, [...paid])).map((order) => [order.id, order]));
  const events = payments.flatMap(({ orderId, paidAt }) => {
    const order = orders.get(orderId);
    return order ? [{ type: 'order.paid' as const, at: paidAt.toISOString(), order }] : [];
  });
  await tellOfOrders(tx, events);
  return paid;
}
