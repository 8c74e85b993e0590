import { markPaid } from '../orders/index.ts';
import { settleTrade } from '../payments/index.ts';
import type { Testimony } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';

/** What a testimony changed: the order is paid now, it was known before, or another trade had paid the order. */
export type PaymentOutcome = 'paid' | 'repeated' | 'paid_twice';

/**
 * Settles what WeChat says of a payment: the trade becomes paid, its order becomes paid, and both journals say so,
 * in one transaction. However often, late or concurrently the same is said, the order rings once.
 * @throws the refusals of `settleTrade`; nothing is changed then
 */
export async function settlePayment(
  { database, logger }: Pick<Context, 'database' | 'logger'>,
  testimony: Testimony,
): Promise<PaymentOutcome> {
  const { outcome, orderId } = await database.transaction(async (tx) => {
    const { outcome, trade } = await settleTrade(tx, testimony);
    const { orderId } = trade;
    if (outcome === 'repeated') return { outcome, orderId };
    const isFirst = (await markPaid(tx, orderId, testimony.receivedAt)) !== undefined;
    return { outcome: isFirst ? 'paid' : 'paid_twice', orderId } as const;
  });
  const { outTradeNo } = testimony.trade;
  if (outcome === 'paid') logger.info({ orderId, outTradeNo }, 'order paid');
  // The money is recorded with its trade. Giving it back is the work of a refund.
  if (outcome === 'paid_twice')
    logger.error({ orderId, outTradeNo }, 'an order was paid through a second trade');
  return outcome;
}
