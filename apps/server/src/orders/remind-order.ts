import { REMIND_INTERVAL_MS } from '@carillon/contract';
import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { updateReminder } from './order-change-store.ts';
import { orderErrors } from './order-errors.ts';
import { findOrder, findParties } from './order-store.ts';
import { refusalOf } from './refuse-move.ts';
import { tellOfOrder } from './tell-of-order.ts';

/**
 * Reminds the shop of an order of the buyer's that waits to be accepted, which rings there; at most once in
 * `REMIND_INTERVAL_MS`, however often and at once it is asked for.
 * @throws order_not_found also when it is not theirs; order_not_paid, order_already_accepted, …, order_cancelled;
 *   order_reminded_lately with `again`, the time from which on it may be
 */
export async function remindOrder(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { orderId, buyerId }: { orderId: number; buyerId: string | undefined },
): Promise<OrderReply> {
  if (buyerId === undefined) throw orderErrors.order_not_found();
  return database.transaction(async (tx) => {
    const at = clock.now();
    const notAfter = new Date(at.getTime() - REMIND_INTERVAL_MS);
    const isNoted = await updateReminder(tx, { orderId, buyerId, status: 'paid', at, notAfter });
    const parties = await findParties(tx, orderId);
    const order = await findOrder(tx, orderId);
    if (parties?.buyerId !== buyerId || order === undefined) throw orderErrors.order_not_found();
    if (isNoted) {
      return { order, seq: await tellOfOrder(tx, { type: 'order.reminded', at: at.toISOString(), order }) };
    }
    if (order.status !== 'paid' || order.remindedAt === null) throw refusalOf(order, 'accept');
    const again = new Date(Date.parse(order.remindedAt) + REMIND_INTERVAL_MS);
    throw orderErrors.order_reminded_lately({ again: again.toISOString() });
  });
}
