import type { OrderReply, OrderStatus } from '@carillon/contract';
import { accountErrors } from '../accounts/index.ts';
import { findParties, orderErrors, readOrder, refusalOf } from '../orders/index.ts';
import { passErrors } from '../passes/index.ts';
import { askRefund, findClaimedTrade, paymentErrors } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { changeRefunds } from './change-refunds.ts';
import { isRefundAsked } from './is-refund-asked.ts';

export interface RefundRequest {
  readonly orderId: number;
  /** Whole fen; no more than what is left. */
  readonly amountFen: number;
  /** What the buyer reads. */
  readonly reason: string;
  readonly staff: StaffVisitor;
  /** Names this very refund: the same key gives it once, however often it is sent. */
  readonly idempotencyKey: string;
}

/** Nothing was paid yet, or all that was is on its way back. */
const NOT_REFUNDABLE: readonly OrderStatus[] = ['pending_payment', 'cancelled'];

/**
 * Gives a part of what was paid for an order back, or all of it, without cancelling it; for an owner or manager.
 * @throws order_not_found, managers_only, order_not_paid, order_cancelled, order_is_pass for what is refunded through its
 *   pass, idempotency_key_reused, refund_too_much, refund_too_many
 */
export async function refundOrder(context: Context, request: RefundRequest): Promise<OrderReply> {
  const { orderId, staff } = request;
  const { shopId } = (await findParties(context.database.db, orderId)) ?? {};
  if (shopId === undefined || !staff.shopIds.includes(shopId)) throw orderErrors.order_not_found();
  if (!staff.managedShopIds.includes(shopId)) throw accountErrors.managers_only();
  const { told } = await changeRefunds(context, orderId, async (tx, order) => {
    if (await isRefundAsked(tx, request)) return;
    if (NOT_REFUNDABLE.includes(order.status)) throw refusalOf(order, 'accept');
    if (order.fulfilment === 'pass') throw passErrors.order_is_pass({ passId: order.passId });
    await ask(tx, context, request);
  });
  return told ?? readOrder(context.database, orderId, { buyerId: undefined, shopIds: staff.shopIds });
}

async function ask(
  tx: Tx,
  { clock, ids }: Pick<Context, 'clock' | 'ids'>,
  { orderId, amountFen, reason, staff, idempotencyKey }: RefundRequest,
): Promise<void> {
  const trade = await findClaimedTrade(tx, orderId);
  if (trade === undefined) throw new Error(`order ${orderId} is paid and has no trade that paid it`);
  const leftFen = trade.amountFen - trade.refundedFen;
  if (amountFen > leftFen) throw paymentErrors.refund_too_much({ leftFen });
  await askRefund(tx, {
    ...{ trade, amountFen, reason, idempotencyKey },
    cause: 'staff',
    by: staff.name,
    now: clock.now(),
    token: ids.token(),
  });
}
