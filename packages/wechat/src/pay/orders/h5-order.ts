import { WeChatError } from '../../errors/wechat-error.ts';
import { textIn } from '../../http/json.ts';
import { callPay } from '../call-pay.ts';
import type { PayContext } from '../pay-context.ts';
import { checkTradeOrder } from './check-trade-order.ts';
import { orderBody, sceneBody } from './trade-order.ts';
import type { TradeOrder } from './trade-order.ts';

/** An order that is paid from a phone's browser outside WeChat. */
export interface H5Order extends TradeOrder {
  /** The phone's own address: WeChat compares it with the one that opens the link. */
  readonly payerClientIp: string;
  readonly browser: 'iOS' | 'Android' | 'Wap';
}

export interface H5OrderAnswer {
  /** Where to send the browser, from a page on the domain registered for it; good for five minutes. */
  readonly h5Url: string;
}

/** Asks WeChat Pay for a link that opens WeChat on the phone to pay an order. WeChat Pay APIv3, H5下单. */
export async function h5Order(context: PayContext, order: H5Order): Promise<H5OrderAnswer> {
  checkTradeOrder(order, context.clock());
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: '/v3/pay/transactions/h5',
    body: {
      ...orderBody(context, order),
      scene_info: { ...sceneBody(order), h5_info: { type: order.browser } },
    },
  });
  const h5Url = object && textIn(object, 'h5_url');
  if (!h5Url) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat Pay gave no h5_url for the order.', facts);
  }
  return { h5Url };
}
