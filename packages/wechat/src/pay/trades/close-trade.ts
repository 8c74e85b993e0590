import { callPay } from '../call-pay.ts';
import type { PayContext } from '../pay-context.ts';
import { checkOutTradeNo, tradePath } from './out-trade-no.ts';

/**
 * Asks WeChat Pay to let nobody pay a trade any more; may be repeated. It has answered success for wrong
 * numbers too, so query for CLOSED before stock is given back. Throws `wechat_order_paid` if the payment
 * was first. WeChat Pay APIv3, 关闭订单.
 */
export async function closeTrade(context: PayContext, outTradeNo: string): Promise<void> {
  checkOutTradeNo(outTradeNo);
  await callPay(context, {
    method: 'POST',
    path: `${tradePath(outTradeNo)}/close`,
    body: { mchid: context.merchant.mchid },
  });
}
