import { readAppOptions } from '../app/app-context.ts';
import type { AppOptions } from '../app/app-context.ts';
import { callApp } from '../app/call-app.ts';
import type { StableToken } from '../app/stable-token.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { integerIn, objectIn } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { checkTransactionId, toShippingBody } from './shipping-request.ts';
import type { ShippingInformation } from './shipping-request.ts';

/** How a payment stands in WeChat's order centre. get_order, order_state 1 to 6. */
export type ShippingState =
  'to_ship' | 'shipped' | 'received' | 'completed' | 'refunded' | 'awaiting_settlement';

/**
 * 小程序发货信息管理服务: what is paid in a mini program that trades stays frozen until WeChat is told that the buyer has
 * the goods, and is settled some days after that. Source: 小程序发货信息管理服务.
 */
export interface ShippingUpload {
  /**
   * Tells what was handed over. 发货信息录入, uploadShippingInfo.
   *
   * Rejects with `wechat_shipping_invalid` before anything is sent; `wechat_shipping_payment_unknown` (outcome `later`:
   * WeChat needs a while after the payment), `wechat_shipping_done_already`, `wechat_shipping_correction_spent`,
   * `wechat_shipping_impossible` and others after. A second upload of a payment that is shipped counts as the one
   * correction it has, and tells the buyer again: after an outcome `unknown`, ask `find` first.
   */
  upload(shipping: ShippingInformation): Promise<void>;
  /** How a payment stands. 查询订单发货状态, getOrder. */
  find(transactionId: string): Promise<ShippingState>;
  /** Whether this mini program has to upload at all. 查询小程序是否已开通发货信息管理服务, isTradeManaged. */
  isTradeManaged(): Promise<boolean>;
  /**
   * Has WeChat remind the buyer to confirm that the goods came, once per payment; WeChat means it for parcels. 确认收货提醒,
   * notifyConfirmReceive.
   */
  remindToConfirm(receipt: { readonly transactionId: string; readonly receivedAt: Date }): Promise<void>;
}

export interface ShippingUploadOptions extends AppOptions {
  /** The mini program's token, kept by `createStableToken`. */
  readonly stableToken: StableToken;
}

const FOLDER = '/wxa/sec/order';
const STATES: Readonly<Record<number, ShippingState>> = {
  1: 'to_ship',
  2: 'shipped',
  3: 'received',
  4: 'completed',
  5: 'refunded',
  6: 'awaiting_settlement',
};

/** Makes the client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createShippingUpload(options: ShippingUploadOptions): ShippingUpload {
  const context = readAppOptions(options);

  async function call(operation: string, body: JsonObject): Promise<{ object: JsonObject; status: number }> {
    return options.stableToken.use((accessToken) =>
      callApp(context, { path: `${FOLDER}/${operation}`, query: { access_token: accessToken }, body }),
    );
  }

  return {
    async upload(shipping) {
      await call('upload_shipping_info', toShippingBody(shipping));
    },
    async find(transactionId) {
      checkTransactionId(transactionId);
      const { object, status } = await call('get_order', { transaction_id: transactionId });
      const order = objectIn(object, 'order');
      const state = order && STATES[integerIn(order, 'order_state') ?? NaN];
      if (state !== undefined) return state;
      throw new WeChatError('wechat_answer_unreadable', 'WeChat told no state of the payment.', { status });
    },
    async isTradeManaged() {
      const { object, status } = await call('is_trade_managed', { appid: context.appid });
      if (typeof object.is_trade_managed === 'boolean') return object.is_trade_managed;
      throw new WeChatError('wechat_answer_unreadable', 'WeChat did not say whether it manages trade.', {
        status,
      });
    },
    async remindToConfirm({ transactionId, receivedAt }) {
      checkTransactionId(transactionId);
      const received = Math.floor(receivedAt.getTime() / 1000);
      await call('notify_confirm_receive', { transaction_id: transactionId, received_time: received });
    },
  };
}
