import type { PayClient } from '@carillon/wechat';
import { takeHintedTrade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { askAboutTrade } from './settle-due-trades.ts';

/**
 * Asks WeChat about the open trade of an order, because somebody who waits for it has come: their page may know of
 * a payment that no notification has told of. Asks no more often than every three seconds per trade, whoever comes
 * and however often. Never throws for what WeChat does or does not answer.
 */
export async function checkPayment(
  { context, pay }: { context: Context; pay: PayClient | undefined },
  orderId: number,
): Promise<void> {
  if (pay === undefined) return;
  const trade = await takeHintedTrade(context, orderId);
  if (trade !== undefined) await askAboutTrade({ context, pay }, trade);
}
