import { WeChatError } from '../errors/wechat-error.ts';
import { callPay } from './call-pay.ts';
import type { PayContext } from './call-pay.ts';
import { checkOutTradeNo, tradePath } from './out-trade-no.ts';
import { readTrade, refuseForeignTrade } from './trade.ts';
import type { Trade } from './trade.ts';

/**
 * Asks WeChat Pay how a trade of ours stands; the one way to be sure when no notification came.
 * Throws `wechat_order_not_exist` for a number it never saw. WeChat Pay APIv3, 商户订单号查询订单.
 */
export async function queryTrade(context: PayContext, outTradeNo: string): Promise<Trade> {
  checkOutTradeNo(outTradeNo);
  const { mchid } = context.merchant;
  const { object, facts } = await callPay(context, {
    method: 'GET',
    path: `${tradePath(outTradeNo)}?mchid=${encodeURIComponent(mchid)}`,
  });
  const trade = readTrade(object ?? {}, facts);
  refuseForeignTrade(trade, { mchid, appid: context.appid }, facts);
  if (trade.outTradeNo !== outTradeNo) {
    throw new WeChatError('wechat_trade_foreign', 'The answer is about another out-trade-no.', facts);
  }
  return trade;
}
