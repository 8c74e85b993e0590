import { WeChatError } from '@carillon/wechat';
import type { Trade as WeChatTrade } from '@carillon/wechat';
import { moveTrade, paymentErrors } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { PayParts } from './open-trade.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * Ends a trade so that another one may take its place: asks WeChat, closes it there, asks again, and only then
 * closes it here. If it turns out to be paid, it is settled instead: the payment that won the race counts.
 * @throws payment_unanswered when WeChat does not say which; nothing is changed then
 */
export async function retireTrade(parts: PayParts, trade: Trade): Promise<void> {
  const { context, pay } = parts;
  try {
    if (await settleIfPaid(parts, trade)) return;
    await pay.closeTrade(trade.outTradeNo).catch(ignoreUnknownTrade);
    // WeChat has been seen to confirm the closing of numbers it did not know; only its state counts.
    if (await settleIfPaid(parts, trade)) return;
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

async function settleIfPaid({ context, pay }: PayParts, { outTradeNo }: Trade): Promise<boolean> {
  const told = await pay.queryTrade(outTradeNo).catch(ignoreUnknownTrade);
  if (told?.tradeState !== 'SUCCESS') return false;
  await settlePayment(context, { trade: told satisfies WeChatTrade, receivedAt: context.clock.now() });
  return true;
}

/** A trade that never reached WeChat is not there to be asked about or closed: nobody can pay it. */
function ignoreUnknownTrade(error: unknown): undefined {
  if (error instanceof WeChatError && error.code === 'wechat_order_not_exist') return undefined;
  throw error;
}
