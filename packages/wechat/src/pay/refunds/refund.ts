import { WeChatError } from '../../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../../errors/wechat-error.ts';
import { integerIn, objectIn, textIn, timeIn } from '../../http/json.ts';
import type { JsonObject } from '../../http/json.ts';

/**
 * PROCESSING becomes one of the others. ABNORMAL means that the buyer's card does not take the money: it waits
 * for `applyAbnormalRefund` or the merchant platform. CLOSED means that it will not happen.
 */
export const REFUND_STATUSES = ['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL'] as const;

export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** A refund as WeChat Pay tells it, in answers and notifications alike. Times are ISO-8601 in UTC. */
export interface Refund {
  /** WeChat's number of the refund. */
  readonly refundId: string;
  readonly outRefundNo: string;
  /** WeChat's number of the trade. */
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly status: RefundStatus;
  /** What is given back, as it was asked for. */
  readonly refundFen: number;
  /** What the trade cost. */
  readonly totalFen: number;
  /** What the buyer gets, without WeChat's coupons. */
  readonly payerRefundFen?: number;
  /** What the buyer had paid. */
  readonly payerTotalFen?: number;
  /** What is taken from the merchant's money; answers only. */
  readonly settlementRefundFen?: number;
  readonly currency: string;
  /** ORIGINAL, BALANCE, OTHER_BALANCE or OTHER_BANKCARD; answers only. */
  readonly channel?: string;
  /** Where the money goes, in Chinese: 招商银行信用卡0403. */
  readonly userReceivedAccount?: string;
  /** UNSETTLED, AVAILABLE …: what account it is taken from; answers only. */
  readonly fundsAccount?: string;
  /** Answers only. */
  readonly createTime?: string;
  readonly successTime?: string;
}

/**
 * Reads a refund, or throws `wechat_refund_unreadable`. `statusField` is `status` in answers, `refund_status` in
 * notifications. WeChat Pay APIv3, 申请退款, 查询单笔退款, 退款结果通知.
 */
export function readRefund(
  object: JsonObject,
  statusField: 'status' | 'refund_status',
  facts?: WeChatErrorFacts,
): Refund {
  const refundId = textIn(object, 'refund_id');
  const outRefundNo = textIn(object, 'out_refund_no');
  const transactionId = textIn(object, 'transaction_id');
  const outTradeNo = textIn(object, 'out_trade_no');
  const status = REFUND_STATUSES.find((known) => known === textIn(object, statusField));
  const amount = objectIn(object, 'amount') ?? {};
  const refundFen = integerIn(amount, 'refund');
  const totalFen = integerIn(amount, 'total');
  if (!refundId || !outRefundNo || !transactionId || !outTradeNo || !status) {
    throw unreadable('lacks one of its numbers or a known status', facts);
  }
  if (refundFen === undefined || totalFen === undefined || refundFen < 1 || refundFen > totalFen) {
    throw unreadable('lacks its amounts, or they cannot be', facts);
  }
  return {
    ...{ refundId, outRefundNo, transactionId, outTradeNo, status, refundFen, totalFen },
    payerRefundFen: integerIn(amount, 'payer_refund'),
    payerTotalFen: integerIn(amount, 'payer_total'),
    settlementRefundFen: integerIn(amount, 'settlement_refund'),
    currency: textIn(amount, 'currency') ?? 'CNY',
    channel: textIn(object, 'channel'),
    userReceivedAccount: textIn(object, 'user_received_account'),
    fundsAccount: textIn(object, 'funds_account'),
    createTime: timeIn(object, 'create_time'),
    successTime: timeIn(object, 'success_time'),
  };
}

/** Throws `wechat_trade_foreign` unless the refund has the numbers and amounts that were asked for. */
export function refuseForeignRefund(refund: Refund, wanted: Partial<Refund>, facts?: WeChatErrorFacts): void {
  const differs = (Object.keys(wanted) as (keyof Refund)[]).find(
    (field) => wanted[field] !== undefined && wanted[field] !== refund[field],
  );
  if (differs) throw new WeChatError('wechat_trade_foreign', `The refund has another ${differs}.`, facts);
}

function unreadable(how: string, facts: WeChatErrorFacts | undefined): WeChatError {
  return new WeChatError('wechat_refund_unreadable', `A refund ${how}.`, facts);
}
