import { callPay } from '../call-pay.ts';
import { checkFen, checkNotifyUrl, checkText, refuse } from '../check-field.ts';
import type { PayContext } from '../pay-context.ts';
import { checkOutTradeNo, checkTransactionId } from '../trades/out-trade-no.ts';
import { checkOutRefundNo } from './out-refund-no.ts';
import { readRefund, refuseForeignRefund } from './refund.ts';
import type { Refund } from './refund.ts';

const REASON_LIMIT_CHARACTERS = 80;
const NOTIFY_URL_LIMIT_CHARACTERS = 256;

/** Money to be given back, all of a trade's or a part of it. The trade is named by one of its two numbers. */
export interface RefundRequest {
  /** WeChat Pay's number of the trade. */
  readonly transactionId?: string | undefined;
  /** Our number of the trade. */
  readonly outTradeNo?: string | undefined;
  /** Our number of the refund: 1 to 64 of `0-9 A-Z a-z _ - | * @`. Another number is another refund. */
  readonly outRefundNo: string;
  /** Whole fen to give back, 1 or more; with earlier refunds no more than the trade. */
  readonly refundFen: number;
  /** What the trade cost. */
  readonly totalFen: number;
  /** What the buyer reads, at most 80 characters, none of them an emoji: see `toPayText`. */
  readonly reason?: string | undefined;
  /** Where WeChat Pay reports the outcome: https, no query, at most 256 characters. */
  readonly notifyUrl?: string | undefined;
  /** AVAILABLE takes the money from the balance in place of what is not settled; of old accounts only. */
  readonly fundsAccount?: 'AVAILABLE' | undefined;
}

/**
 * Asks WeChat Pay to give money back. An answer means that it is accepted; `status` says how it stands, and a
 * notification or query how it ends. The same number with the same contents refunds once however often it is
 * asked: after any error that is not `final`, ask again with that number. One trade takes at most 50 refunds, a
 * minute apart (`wechat_frequency_limited`), within a year. WeChat Pay APIv3, 申请退款.
 */
export async function createRefund(context: PayContext, request: RefundRequest): Promise<Refund> {
  checkRefund(request);
  const { transactionId, outTradeNo, outRefundNo, refundFen, totalFen } = request;
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: '/v3/refund/domestic/refunds',
    body: {
      transaction_id: transactionId,
      out_trade_no: outTradeNo,
      out_refund_no: outRefundNo,
      reason: request.reason,
      notify_url: request.notifyUrl,
      funds_account: request.fundsAccount,
      amount: { refund: refundFen, total: totalFen, currency: 'CNY' },
    },
  });
  const refund = readRefund(object ?? {}, 'status', facts);
  refuseForeignRefund(refund, { transactionId, outTradeNo, outRefundNo, refundFen, totalFen }, facts);
  return refund;
}

function checkRefund(request: RefundRequest): void {
  const { transactionId, outTradeNo, refundFen, totalFen } = request;
  if ((transactionId === undefined) === (outTradeNo === undefined)) {
    refuse({ code: 'wechat_refund_target_invalid', field: '/out_trade_no' }, 'or /transaction_id is wanted');
  }
  if (transactionId !== undefined) checkTransactionId(transactionId);
  if (outTradeNo !== undefined) checkOutTradeNo(outTradeNo);
  checkOutRefundNo(request.outRefundNo);
  checkFen(totalFen, { code: 'wechat_refund_amount_invalid', field: '/amount/total' });
  const amount = { code: 'wechat_refund_amount_invalid', field: '/amount/refund' } as const;
  checkFen(refundFen, amount);
  if (refundFen > totalFen) refuse(amount, 'is more than the trade');
  const reason = { code: 'wechat_refund_reason_invalid', field: '/reason' } as const;
  checkText(request.reason, REASON_LIMIT_CHARACTERS, reason);
  if (request.notifyUrl !== undefined) {
    const notifyUrl = { code: 'wechat_notify_url_invalid', field: '/notify_url' } as const;
    checkNotifyUrl(request.notifyUrl, NOTIFY_URL_LIMIT_CHARACTERS, notifyUrl);
  }
}
