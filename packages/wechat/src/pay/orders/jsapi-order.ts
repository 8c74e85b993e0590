import { WeChatError } from '../../errors/wechat-error.ts';
import { textIn } from '../../http/json.ts';
import { callPay } from '../call-pay.ts';
import { checkPattern } from '../check-field.ts';
import type { PayContext } from '../pay-context.ts';
import { checkTradeOrder } from './check-trade-order.ts';
import { orderBody } from './trade-order.ts';
import type { TradeOrder } from './trade-order.ts';

/** An order that is paid inside WeChat: on a web page of a service account, or in a mini program. */
export interface JsapiOrder extends TradeOrder {
  /** The buyer, as the app of the order knows them. */
  readonly payerOpenid: string;
}

export interface JsapiOrderAnswer {
  /** To be signed for the phone with `signJsapiPayment`; good for two hours. */
  readonly prepayId: string;
}

/**
 * Announces an order that the buyer will pay without leaving WeChat. Asking again with the same contents gives
 * another prepay id; with other contents it is refused (`wechat_invalid_request`).
 * WeChat Pay APIv3, JSAPI下单, 小程序下单.
 */
export async function jsapiOrder(context: PayContext, order: JsapiOrder): Promise<JsapiOrderAnswer> {
  checkTradeOrder(order, context.clock());
  checkPattern(order.payerOpenid, /^[\w-]{1,128}$/, {
    code: 'wechat_openid_invalid',
    field: '/payer/openid',
  });
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: '/v3/pay/transactions/jsapi',
    body: { ...orderBody(context, order), payer: { openid: order.payerOpenid } },
  });
  const prepayId = object && textIn(object, 'prepay_id');
  if (!prepayId) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat Pay gave no prepay_id for the order.', facts);
  }
  return { prepayId };
}
