import { WeChatError } from '../../errors/wechat-error.ts';
import { textIn } from '../../http/json.ts';
import { callPay } from '../call-pay.ts';
import { appidFor } from '../pay-context.ts';
import type { PayContext } from '../pay-context.ts';
import { checkOutTradeNo, tradePath } from '../trades/out-trade-no.ts';

/**
 * Ends a charge whose outcome is not known: unpaid, it can be paid no more; paid, the money goes back. May be
 * repeated, and has answered success for what it did not do: query for REVOKED. While the buyer is paying it is
 * refused (`wechat_user_paying`). WeChat Pay APIv3, 付款码支付, 撤销订单.
 */
export async function reverseTrade(
  context: PayContext,
  { outTradeNo, appid }: { readonly outTradeNo: string; readonly appid?: string | undefined },
): Promise<void> {
  checkOutTradeNo(outTradeNo);
  const { object = {}, facts } = await callPay(context, {
    method: 'POST',
    path: `${tradePath(outTradeNo)}/reverse`,
    body: { appid: appidFor(context, appid), mchid: context.merchant.mchid },
  });
  const reversed = textIn(object, 'out_trade_no') ?? outTradeNo;
  if (reversed !== outTradeNo) {
    throw new WeChatError('wechat_trade_foreign', 'The answer is about another out-trade-no.', facts);
  }
}
