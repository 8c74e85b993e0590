import { WeChatError } from '../../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../../errors/wechat-error.ts';
import { integerIn, objectIn, textIn, timeIn } from '../../http/json.ts';
import type { JsonObject } from '../../http/json.ts';
import type { PayContext } from '../pay-context.ts';

/** NOTPAY becomes SUCCESS or CLOSED, SUCCESS becomes REFUND; the last three are of pay codes only. */
export const TRADE_STATES = [
  'NOTPAY',
  'SUCCESS',
  'REFUND',
  'CLOSED',
  'REVOKED',
  'USERPAYING',
  'PAYERROR',
] as const;

export type TradeState = (typeof TRADE_STATES)[number];

/** A trade as WeChat Pay tells it, in answers and notifications alike. Times are ISO-8601 in UTC. */
export interface Trade {
  readonly mchid: string;
  readonly appid: string;
  readonly outTradeNo: string;
  readonly tradeState: TradeState;
  /** WeChat's sentence for the state, in Chinese. */
  readonly tradeStateDescription?: string;
  /** WeChat's number; there once it is paid. */
  readonly transactionId?: string;
  /** NATIVE, JSAPI, MWEB … ; there once it is paid. */
  readonly tradeType?: string;
  /** What the order costs; there once it is paid. Compare it with what was asked for. */
  readonly amountFen?: number;
  /** What the buyer paid after WeChat's coupons. */
  readonly payerAmountFen?: number;
  readonly currency: string;
  readonly successTime?: string;
  readonly payerOpenid?: string;
  readonly bankType?: string;
  readonly attach?: string;
}

/** Reads a trade object, or throws `wechat_trade_unreadable`. WeChat Pay APIv3, 查询订单, 支付通知. */
export function readTrade(object: JsonObject, facts?: WeChatErrorFacts): Trade {
  const mchid = textIn(object, 'mchid');
  const appid = textIn(object, 'appid');
  const outTradeNo = textIn(object, 'out_trade_no');
  const tradeState = TRADE_STATES.find((state) => state === textIn(object, 'trade_state'));
  if (!mchid || !appid || !outTradeNo || !tradeState) {
    const what = 'A trade lacks mchid, appid, out_trade_no or a known trade_state.';
    throw new WeChatError('wechat_trade_unreadable', what, facts);
  }
  const amount = objectIn(object, 'amount') ?? {};
  const trade: Trade = {
    mchid,
    appid,
    outTradeNo,
    tradeState,
    currency: textIn(amount, 'currency') ?? 'CNY',
    tradeStateDescription: textIn(object, 'trade_state_desc'),
    transactionId: textIn(object, 'transaction_id'),
    tradeType: textIn(object, 'trade_type'),
    amountFen: integerIn(amount, 'total'),
    payerAmountFen: integerIn(amount, 'payer_total'),
    successTime: timeIn(object, 'success_time'),
    payerOpenid: textIn(objectIn(object, 'payer') ?? {}, 'openid'),
    bankType: textIn(object, 'bank_type'),
    attach: textIn(object, 'attach'),
  };
  refuseUnprovenPayment(trade, facts);
  return trade;
}

/** Throws `wechat_trade_foreign` unless the trade is of this merchant and one of its apps. */
export function refuseForeignTrade(
  { merchant, appids }: Pick<PayContext, 'merchant' | 'appids'>,
  trade: Trade,
  facts?: WeChatErrorFacts,
): void {
  if (trade.mchid === merchant.mchid && appids.includes(trade.appid)) return;
  const field = trade.mchid === merchant.mchid ? 'appid' : 'mchid';
  throw new WeChatError('wechat_trade_foreign', `The trade has another ${field} than ours.`, facts);
}

/** Throws `wechat_trade_foreign` unless the trade has this number. */
export function refuseOtherNumber(trade: Trade, outTradeNo: string, facts: WeChatErrorFacts): void {
  if (trade.outTradeNo === outTradeNo) return;
  throw new WeChatError('wechat_trade_foreign', 'The answer is about another out-trade-no.', facts);
}

function refuseUnprovenPayment(trade: Trade, facts: WeChatErrorFacts | undefined): void {
  const paid = trade.tradeState === 'SUCCESS' || trade.tradeState === 'REFUND';
  if (paid && (trade.transactionId === undefined || trade.amountFen === undefined)) {
    const what = `A trade in state ${trade.tradeState} lacks its transaction_id or amount.total.`;
    throw new WeChatError('wechat_trade_unreadable', what, facts);
  }
}
