import type { PayClient } from '@carillon/wechat';
import { findOpenTrade, paymentErrors } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { retireTrade } from './retire-trade.ts';

/**
 * Sees to it that nobody can pay an order any more: its open trade is closed with WeChat, or turns out to be paid
 * and is settled. What may be opened right afterwards is for the caller to look for, under the order's lock.
 * @throws payment_unanswered when WeChat does not say how the trade stands; payment_unavailable
 */
export async function endPaying(
  { context, pay }: { context: Context; pay: PayClient | undefined },
  orderId: number,
): Promise<void> {
  const trade = await findOpenTrade(context.database.db, orderId);
  if (trade === undefined) return;
  if (pay === undefined) throw paymentErrors.payment_unavailable();
  await retireTrade({ context, pay }, trade);
}
