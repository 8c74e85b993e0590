import { WeChatError } from '../../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../../errors/wechat-error.ts';
import { callPay } from '../call-pay.ts';
import type { PayContext } from '../pay-context.ts';
import { checkOutTradeNo, checkTransactionId, tradePath } from './out-trade-no.ts';
import { readTrade, refuseForeignTrade, refuseOtherNumber } from './trade.ts';
import type { Trade } from './trade.ts';

/**
 * Asks WeChat Pay how a trade of ours stands; the one way to be sure when no notification came.
 * Throws `wechat_order_not_exist` for a number it never saw. WeChat Pay APIv3, 商户订单号查询订单.
 */
export async function queryTrade(context: PayContext, outTradeNo: string): Promise<Trade> {
  checkOutTradeNo(outTradeNo);
  const { trade, facts } = await query(context, tradePath(outTradeNo));
  refuseOtherNumber(trade, outTradeNo, facts);
  return trade;
}

/**
 * The same by WeChat Pay's own number, which a trade has once it is paid. WeChat Pay APIv3, 微信支付订单号查询订单.
 */
export async function queryTransaction(context: PayContext, transactionId: string): Promise<Trade> {
  checkTransactionId(transactionId);
  const { trade, facts } = await query(context, `/v3/pay/transactions/id/${transactionId}`);
  if (trade.transactionId !== transactionId) {
    throw new WeChatError('wechat_trade_foreign', 'The answer is about another transaction id.', facts);
  }
  return trade;
}

async function query(context: PayContext, path: string): Promise<{ trade: Trade; facts: WeChatErrorFacts }> {
  const mchid = encodeURIComponent(context.merchant.mchid);
  const { object, facts } = await callPay(context, { method: 'GET', path: `${path}?mchid=${mchid}` });
  const trade = readTrade(object ?? {}, facts);
  refuseForeignTrade(context, trade, facts);
  return { trade, facts };
}
