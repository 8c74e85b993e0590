import { callPay } from '../call-pay.ts';
import type { PayContext } from '../pay-context.ts';
import { checkOutRefundNo } from './out-refund-no.ts';
import { readRefund, refuseForeignRefund } from './refund.ts';
import type { Refund } from './refund.ts';

/**
 * Asks WeChat Pay how a refund of ours stands. Throws `wechat_resource_not_exists` for a number it never saw.
 * WeChat Pay APIv3, 查询单笔退款（通过商户退款单号）.
 */
export async function queryRefund(context: PayContext, outRefundNo: string): Promise<Refund> {
  checkOutRefundNo(outRefundNo);
  const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`;
  const { object, facts } = await callPay(context, { method: 'GET', path });
  const refund = readRefund(object ?? {}, 'status', facts);
  refuseForeignRefund(refund, { outRefundNo }, facts);
  return refund;
}
