import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * Asks WeChat how a trade stands, and settles it when it is paid.
 * @returns whether it is paid.
 * @throws WeChatError when WeChat does not say
 */
export async function settleIfPaid(
  { context, pay }: { context: Context; pay: PayClient },
  outTradeNo: string,
): Promise<boolean> {
  const trade = await pay.queryTrade(outTradeNo).catch(ignoreUnknownTrade);
  if (trade?.tradeState !== 'SUCCESS') return false;
  await settlePayment(context, { trade, receivedAt: context.clock.now() });
  return true;
}

/** A trade that never reached WeChat is not there to be asked about or closed: nobody can pay it. */
export function ignoreUnknownTrade(error: unknown): undefined {
  if (error instanceof WeChatError && error.code === 'wechat_order_not_exist') return undefined;
  throw error;
}
