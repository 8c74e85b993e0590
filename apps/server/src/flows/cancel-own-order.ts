import type { OrderReply } from '@carillon/contract';
import type { PayClient } from '@carillon/wechat';
import { findParties, lockOrder, orderErrors, refusalOf } from '../orders/index.ts';
import { findOpenTrade, paymentErrors } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Paces } from '../platform/paces.ts';
import { callOffOrder } from './call-off-order.ts';
import { endPaying } from './end-paying.ts';

/** A trade that another page opens while this one is being closed is closed too; more than that is no accident. */
const MAX_TRIES = 3;

/**
 * Cancels an order for its buyer, before the shop has accepted it. One that is not paid is made unpayable first;
 * one that is paid, even in this very moment, is given back in full.
 * @param asking how often WeChat may be asked, by order; left out, as often as somebody wants to cancel.
 * @throws order_not_found, order_already_accepted (or wherever it stands), order_cancelled, payment_unanswered
 */
export async function cancelOwnOrder(
  { context, pay, asking }: { context: Context; pay: PayClient | undefined; asking?: Paces },
  { orderId, buyerId }: { orderId: number; buyerId: string | undefined },
): Promise<OrderReply> {
  const parties = await findParties(context.database.db, orderId);
  if (parties === undefined || parties.buyerId !== buyerId) throw orderErrors.order_not_found();
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const isTurn = asking === undefined || (await asking.turn(String(orderId)));
    if (!isTurn) throw paymentErrors.payment_unanswered();
    await endPaying({ context, pay }, orderId);
    const cancelled = await cancel(context, orderId);
    if (cancelled !== undefined) return cancelled;
  }
  throw paymentErrors.payment_unanswered();
}

/** Returns undefined when it can be paid again: another page has opened a trade. */
async function cancel(context: Context, orderId: number): Promise<OrderReply | undefined> {
  return context.database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order === undefined) throw orderErrors.order_not_found();
    if (order.status !== 'pending_payment' && order.status !== 'paid') throw refusalOf(order, 'cancel');
    if (order.status === 'pending_payment' && (await findOpenTrade(tx, orderId)) !== undefined)
      return undefined;
    return callOffOrder(tx, context, { order, reason: 'buyer', note: '', by: 'buyer' });
  });
}
