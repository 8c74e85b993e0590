import type { CancelReason, Order, OrderReply } from '@carillon/contract';
import { giveStockBack } from '../catalog/index.ts';
import { cancelOrder, noteGivenBack } from '../orders/index.ts';
import { askOrLeaveRefund, findClaimedTrade, listShownRefunds } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { endRing } from '../rings/index.ts';
import { tellOfProgress } from './tell-of-progress.ts';

export interface CallOff {
  /** As it stands under its lock. */
  readonly order: Order;
  readonly reason: CancelReason;
  readonly note: string;
  /** A staff name, `buyer` or `system`. */
  readonly by: string;
}

/** What the buyer reads of the refund, unless the shop says more. */
const REFUND_REASONS = {
  expired: '订单超时未支付',
  buyer: '顾客取消订单',
  rejected: '商家未接单',
  shop: '商家取消订单',
  unanswered: '商家超时未接单',
} as const satisfies Record<CancelReason, string>;

/**
 * Ends an order that is not to be: all that is left of what was paid for it is given back, its stock goes back, and
 * both sides are told, in the caller's transaction. The caller holds the order's lock, and has seen that nobody can
 * pay it any more. What WeChat gives no more refunds of is ended all the same: the rest waits for somebody to give it
 * back by hand.
 */
export async function callOffOrder(
  tx: Tx,
  context: Pick<Context, 'clock' | 'ids' | 'logger' | 'mini'>,
  { order, reason, note, by }: CallOff,
): Promise<OrderReply> {
  const { clock, ids } = context;
  const { id: orderId } = order;
  const at = clock.now();
  const trade = await findClaimedTrade(tx, orderId);
  const leftFen = trade === undefined ? 0 : trade.amountFen - trade.refundedFen;
  if (trade !== undefined && leftFen > 0) {
    const why = note === '' ? REFUND_REASONS[reason] : note;
    const wish = { trade, amountFen: leftFen, cause: 'cancelled', reason: why } as const;
    await askOrLeaveRefund(tx, { ...wish, by, now: at, token: ids.token() });
  }
  await giveStockBack(tx, await noteGivenBack(tx, orderId), { shopId: order.shopId, at });
  const refunds = await listShownRefunds(tx, orderId);
  const ring = await endRing(tx, { orderId, at, by });
  // Its journals last: the shop's is locked for the shortest time.
  const beforeTold = async (cancelled: Order): Promise<void> => tellOfProgress(tx, context, cancelled);
  return cancelOrder(tx, { orderId, reason, note, by, at, refunds, ring, beforeTold });
}
