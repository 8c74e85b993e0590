import { checkPattern } from '../check-field.ts';
import { appidFor } from '../pay-context.ts';
import type { PayContext } from '../pay-context.ts';
import { signLines } from '../signing/signature.ts';

/**
 * What the phone needs to open the payment: all of it for `WeixinJSBridge.invoke('getBrandWCPayRequest', …)` on a
 * web page, all but `appId` for `wx.requestPayment` in a mini program.
 */
export interface JsapiPayment {
  readonly appId: string;
  /** Seconds since the epoch, as text. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  /** `prepay_id=…` */
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
}

/**
 * Signs a payment for the phone; nothing is sent. `appid` is the one of the order. That the phone then says "ok"
 * proves nothing: the notification or a query does. WeChat Pay APIv3, JSAPI调起支付, 小程序调起支付.
 */
export function signJsapiPayment(
  context: PayContext,
  { prepayId, appid }: { readonly prepayId: string; readonly appid?: string | undefined },
): JsapiPayment {
  checkPattern(prepayId, /^[\w-]{1,64}$/, { code: 'wechat_prepay_id_invalid', field: '/prepay_id' });
  const appId = appidFor(context, appid);
  const timeStamp = String(Math.floor(context.clock() / 1000));
  const nonceStr = context.nonce();
  const prepay = `prepay_id=${prepayId}`;
  const paySign = signLines([appId, timeStamp, nonceStr, prepay], context.merchant.privateKey);
  return { appId, timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign };
}
