import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { isPaid } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * Asks WeChat how a trade stands, and settles it when it is paid. One that was refunded since counts as paid: its
 * money was taken, the buyer must not be asked for it again, and whoever refunded it can tell the shop.
 * @returns whether it is paid.
 * @throws WeChatError when WeChat does not say
 */
export async function settleIfPaid(
  { context, pay }: { context: Context; pay: PayClient },
  outTradeNo: string,
): Promise<boolean> {
  const trade = await pay.queryTrade(outTradeNo).catch(ignoreUnknownTrade);
  if (trade === undefined || !isPaid(trade)) return false;
  if (trade.tradeState === 'REFUND') {
    context.logger.warn({ outTradeNo }, 'a trade was paid, and refunded before we heard of it');
  }
  await settlePayment(context, { trade, receivedAt: context.clock.now() });
  return true;
}

/** A trade that never reached WeChat is not there to be asked about or closed: nobody can pay it. */
export function ignoreUnknownTrade(error: unknown): undefined {
  if (error instanceof WeChatError && error.code === 'wechat_order_not_exist') return undefined;
  throw error;
}
