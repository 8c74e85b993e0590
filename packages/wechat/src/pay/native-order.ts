import { WeChatError } from '../errors/wechat-error.ts';
import { textIn } from '../http/json.ts';
import { callPay } from './call-pay.ts';
import type { PayContext } from './call-pay.ts';
import { checkNativeOrder } from './check-native-order.ts';

/** What the buyer shall pay for. */
export interface NativeOrder {
  /** Our number of the trade: 6 to 32 of `0-9 A-Z a-z _ - | *`, unique for the merchant. */
  readonly outTradeNo: string;
  /** What the buyer reads on the phone, 1 to 127 characters. */
  readonly description: string;
  /** Whole fen, 1 or more, in CNY. */
  readonly amountFen: number;
  /** Where WeChat Pay reports the payment: https, no query, at most 255 characters. */
  readonly notifyUrl: string;
  /** From when on it can no longer be paid: WeChat Pay cuts it to seconds and allows at least a minute. */
  readonly expiresAt: Date;
  /** Comes back with the paid trade, at most 128 characters. */
  readonly attach?: string | undefined;
  /** The buyer's IP address, for WeChat's risk control. */
  readonly payerClientIp?: string | undefined;
}

export interface NativeOrderAnswer {
  /** Text of the QR code that the buyer scans with WeChat's camera; good for two hours. */
  readonly codeUrl: string;
}

/**
 * Asks WeChat Pay for a QR code to pay an order with. Asking again with the same contents gives another
 * code and ends the first one; with other contents it is refused (`wechat_invalid_request`).
 * WeChat Pay APIv3, Native下单.
 */
export async function nativeOrder(context: PayContext, order: NativeOrder): Promise<NativeOrderAnswer> {
  checkNativeOrder(order, context.clock());
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: '/v3/pay/transactions/native',
    body: {
      appid: context.appid,
      mchid: context.merchant.mchid,
      description: order.description,
      out_trade_no: order.outTradeNo,
      time_expire: inChina(order.expiresAt),
      attach: order.attach,
      notify_url: order.notifyUrl,
      amount: { total: order.amountFen, currency: 'CNY' },
      scene_info: order.payerClientIp && { payer_client_ip: order.payerClientIp },
    },
  });
  const codeUrl = object && textIn(object, 'code_url');
  if (!codeUrl) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat Pay gave no code_url for the order.', facts);
  }
  return { codeUrl };
}

/** RFC 3339 in seconds with China's offset, as WeChat Pay's documents write it. */
function inChina(time: Date): string {
  const eightHoursMs = 8 * 60 * 60 * 1000;
  return `${new Date(time.getTime() + eightHoursMs).toISOString().slice(0, 19)}+08:00`;
}
