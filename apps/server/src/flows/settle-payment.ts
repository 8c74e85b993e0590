import { lockOrder, showRefunds } from '../orders/index.ts';
import {
  askRefund,
  hastenTrades,
  judgePayment,
  listShownRefunds,
  lockTrades,
  paymentErrors,
  recordPayments,
} from '../payments/index.ts';
import type { NewPayment, Payment, RefundCause } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';
import { claimPayments } from './claim-payments.ts';

/**
 * What a testimony changed: the order is paid now, it was known before, or money came for nothing, because the
 * order is cancelled or another trade had paid it.
 */
export type PaymentOutcome = 'paid' | 'repeated' | 'late_payment' | 'paid_twice';

export type PaymentContext = Pick<Context, 'database' | 'clock' | 'ids' | 'logger' | 'ringPace' | 'mini'>;

/** What the buyer reads of money that is given back without anybody having asked. */
const REASONS = {
  late_payment: '订单已取消，款项原路退回',
  paid_twice: '订单重复支付，多付的款项原路退回',
} as const satisfies Partial<Record<RefundCause, string>>;

/**
 * Settles a payment that WeChat tells of: the trade becomes paid, its order becomes paid, its money is posted, and
 * both journals say so, in one transaction. However often, late or concurrently the same is said, the order rings
 * once. Money for an order that is cancelled, or was paid before, is given back: that is written down in the same
 * transaction, so it cannot be forgotten. The order comes from our own record of the trade, never from who happens
 * to be calling.
 * @throws notification_unknown_trade, notification_wrong_amount, notification_contradicts; nothing is changed then
 */
export async function settlePayment(context: PaymentContext, payment: Payment): Promise<PaymentOutcome> {
  const { outTradeNo } = payment;
  const { outcome, trade } = await context.database.transaction(async (tx) => {
    const [trade] = await lockTrades(tx, [outTradeNo], 'wait');
    if (trade === undefined) throw paymentErrors.notification_unknown_trade({ outTradeNo });
    const judgement = judgePayment(payment, trade);
    if (judgement instanceof AppError) throw judgement;
    if (judgement === 'known') return { outcome: 'repeated' as const, trade };
    return { outcome: await settleNew(tx, context, { ...payment, trade }), trade };
  });
  const { orderId } = trade;
  if (outcome === 'paid') context.logger.info({ orderId, outTradeNo }, 'order paid');
  if (outcome === 'late_payment' || outcome === 'paid_twice') {
    context.logger.warn({ orderId, outTradeNo, outcome }, 'money came for nothing and is given back');
  }
  // It was given up for another one, which nobody should pay now.
  if (outcome === 'paid' && trade.state === 'closed') await hastenTrades(context, orderId);
  return outcome;
}

async function settleNew(tx: Tx, context: PaymentContext, payment: NewPayment): Promise<PaymentOutcome> {
  const { trade } = payment;
  const { orderId, amountFen } = trade;
  if ((await claimPayments(tx, context, { payments: [payment], ifLocked: 'wait' })).has(orderId))
    return 'paid';
  const { order } = (await lockOrder(tx, orderId)) ?? {};
  const cause = order?.status === 'cancelled' ? 'late_payment' : 'paid_twice';
  await recordPayments(tx, [payment], 'unclaimed');
  const now = context.clock.now();
  await askRefund(tx, {
    ...{ trade, cause, now, amountFen, reason: REASONS[cause] },
    by: 'system',
    token: context.ids.token(),
  });
  await showRefunds(tx, { orderId, refunds: await listShownRefunds(tx, orderId), at: now });
  return cause;
}
