import { WeChatError } from '@carillon/wechat';
import { moveTrade, paymentErrors } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { PayParts } from './open-trade.ts';
import { ignoreUnknownTrade, settleIfPaid } from './settle-if-paid.ts';

/**
 * Ends a trade so that another one may take its place: asks WeChat, closes it there, asks again, and only then
 * closes it here. If it turns out to be paid, it is settled instead: the payment that won the race counts.
 * @throws payment_unanswered when WeChat does not say which; nothing is changed then
 */
export async function retireTrade(parts: PayParts, trade: Trade): Promise<void> {
  const { context, pay } = parts;
  try {
    if (await settleIfPaid(parts, trade.outTradeNo)) return;
    await pay.closeTrade(trade.outTradeNo).catch(ignoreUnknownTrade);
    // WeChat has been seen to confirm the closing of numbers it did not know; only its state counts.
    if (await settleIfPaid(parts, trade.outTradeNo)) return;
    await moveTrade(context.database.db, trade.id, { move: 'close' });
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    const { outTradeNo } = trade;
    context.logger.warn(
      { outTradeNo, code: error.code, requestId: error.requestId },
      'a trade was not retired',
    );
    throw paymentErrors.payment_unanswered();
  }
}
