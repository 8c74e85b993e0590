import { lockOrder, markPaid, showRefunds } from '../orders/index.ts';
import { askRefund, hastenTrades, listShownRefunds, postPayment, settleTrade } from '../payments/index.ts';
import type { RefundCause, Settlement, Testimony } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';

/**
 * What a testimony changed: the order is paid now, it was known before, or money came for nothing, because the
 * order is cancelled or another trade had paid it.
 */
export type PaymentOutcome = 'paid' | 'repeated' | 'late_payment' | 'paid_twice';

type PaymentContext = Pick<Context, 'database' | 'clock' | 'ids' | 'logger'>;

/** What the buyer reads of money that is given back without anybody having asked. */
const REASONS = {
  late_payment: '订单已取消，款项原路退回',
  paid_twice: '订单重复支付，多付的款项原路退回',
} as const satisfies Partial<Record<RefundCause, string>>;

/**
 * Settles what WeChat says of a payment: the trade becomes paid, its order becomes paid, its money is posted, and
 * both journals say so, in one transaction. However often, late or concurrently the same is said, the order rings
 * once. Money for an order that is cancelled, or was paid before, is given back: that is written down in the same
 * transaction, so it cannot be forgotten.
 * @throws the refusals of `settleTrade`; nothing is changed then
 */
export async function settlePayment(context: PaymentContext, testimony: Testimony): Promise<PaymentOutcome> {
  const { outcome, orderId, wasClosed } = await context.database.transaction(async (tx) => {
    const settlement = await settleTrade(tx, testimony);
    const { orderId, state } = settlement.trade;
    const outcome = settlement.outcome === 'repeated' ? 'repeated' : await claim(tx, context, settlement);
    return { outcome, orderId, wasClosed: state === 'closed' };
  });
  const { outTradeNo } = testimony.trade;
  if (outcome === 'paid') context.logger.info({ orderId, outTradeNo }, 'order paid');
  if (outcome === 'late_payment' || outcome === 'paid_twice') {
    context.logger.warn({ orderId, outTradeNo, outcome }, 'money came for nothing and is given back');
  }
  // It was given up for another one, which nobody should pay now.
  if (outcome === 'paid' && wasClosed) await hastenTrades(context, orderId);
  return outcome;
}

async function claim(
  tx: Tx,
  context: PaymentContext,
  { trade, paidAt: at }: Settlement,
): Promise<PaymentOutcome> {
  const { orderId } = trade;
  if ((await markPaid(tx, orderId, at)) !== undefined) {
    await postPayment(tx, trade, { holder: 'orders', at });
    return 'paid';
  }
  const { order } = (await lockOrder(tx, orderId)) ?? {};
  const cause = order?.status === 'cancelled' ? 'late_payment' : 'paid_twice';
  await postPayment(tx, trade, { holder: 'unclaimed', at });
  const now = context.clock.now();
  await askRefund(tx, {
    ...{ trade, cause, now, amountFen: trade.amountFen, reason: REASONS[cause] },
    by: 'system',
    token: context.ids.token(),
  });
  await showRefunds(tx, { orderId, refunds: await listShownRefunds(tx, orderId), at: now });
  return cause;
}
