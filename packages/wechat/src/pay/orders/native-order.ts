import { WeChatError } from '../../errors/wechat-error.ts';
import { textIn } from '../../http/json.ts';
import { callPay } from '../call-pay.ts';
import type { PayContext } from '../pay-context.ts';
import { checkTradeOrder } from './check-trade-order.ts';
import { orderBody } from './trade-order.ts';
import type { TradeOrder } from './trade-order.ts';

export interface NativeOrderAnswer {
  /** Text of the QR code that the buyer scans with WeChat's camera; good for two hours. */
  readonly codeUrl: string;
}

/**
 * Asks WeChat Pay for a QR code to pay an order with. Asking again with the same contents gives another
 * code and ends the first one; with other contents it is refused (`wechat_invalid_request`).
 * WeChat Pay APIv3, Native下单.
 */
export async function nativeOrder(context: PayContext, order: TradeOrder): Promise<NativeOrderAnswer> {
  checkTradeOrder(order, context.clock());
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: '/v3/pay/transactions/native',
    body: orderBody(context, order),
  });
  const codeUrl = object && textIn(object, 'code_url');
  if (!codeUrl) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat Pay gave no code_url for the order.', facts);
  }
  return { codeUrl };
}
