import type { JsonObject } from '../../http/json.ts';
import { toChinaTime } from '../china-time.ts';
import { appidFor } from '../pay-context.ts';
import type { PayContext } from '../pay-context.ts';

/** What the buyer shall pay for; the same for all ways to pay. */
export interface TradeOrder {
  /** Our number of the trade: 6 to 32 of `0-9 A-Z a-z _ - | *`, unique for the merchant. */
  readonly outTradeNo: string;
  /** What the buyer reads on the phone, 1 to 127 characters, none of them an emoji: see `toPayText`. */
  readonly description: string;
  /** Whole fen, 1 or more, in CNY. */
  readonly amountFen: number;
  /** Where WeChat Pay reports the payment: https, no query, at most 255 characters. */
  readonly notifyUrl: string;
  /** From when on it can no longer be paid: WeChat Pay cuts it to seconds and allows at least a minute. */
  readonly expiresAt: Date;
  /** One of the client's apps, which the openid belongs to; its `appid` unless told. */
  readonly appid?: string | undefined;
  /** Comes back with the paid trade, at most 128 characters. */
  readonly attach?: string | undefined;
  /** The buyer's IP address, for WeChat's risk control. */
  readonly payerClientIp?: string | undefined;
  /** The device at the shop's side, at most 32 characters. */
  readonly deviceId?: string | undefined;
  readonly store?: OrderStore | undefined;
  /** What WeChat's coupons look at. */
  readonly detail?: OrderDetail | undefined;
  /** Marks the order for coupons, at most 32 characters. */
  readonly goodsTag?: string | undefined;
  /** Whether credit cards are refused. */
  readonly noCredit?: boolean | undefined;
  /** Whether the buyer may ask for an electronic invoice (fapiao) in WeChat. */
  readonly supportFapiao?: boolean | undefined;
}

/** The shop where the buyer is. */
export interface OrderStore {
  /** Our number of it, at most 32 characters. */
  readonly id: string;
  readonly name?: string | undefined;
  /** Six digits of China's administrative divisions. */
  readonly areaCode?: string | undefined;
  readonly address?: string | undefined;
}

/** The goods of an order. */
export interface OrderDetail {
  /** Price before discounts, in fen. */
  readonly costPriceFen?: number | undefined;
  /** Number of the receipt, at most 32 characters. */
  readonly invoiceId?: string | undefined;
  readonly goods?: readonly OrderGoods[] | undefined;
}

export interface OrderGoods {
  /** Our number of the product, 1 to 32 of `0-9 A-Z a-z _ -`. */
  readonly merchantGoodsId: string;
  readonly name?: string | undefined;
  readonly quantity: number;
  /** Price of one, in fen. */
  readonly unitPriceFen: number;
}

/** The body that all ways to pay begin with. The order is checked. WeChat Pay APIv3, 下单. */
export function orderBody(context: PayContext, order: TradeOrder): JsonObject {
  return {
    appid: appidFor(context, order.appid),
    mchid: context.merchant.mchid,
    description: order.description,
    out_trade_no: order.outTradeNo,
    time_expire: toChinaTime(order.expiresAt),
    attach: order.attach,
    notify_url: order.notifyUrl,
    goods_tag: order.goodsTag,
    limit_pay: order.noCredit ? ['no_credit'] : undefined,
    support_fapiao: order.supportFapiao,
    amount: { total: order.amountFen, currency: 'CNY' },
    detail: order.detail && detailBody(order.detail),
    scene_info: order.payerClientIp && sceneBody(order),
  };
}

/** Who pays, where and on what. WeChat Pay wants the payer's address in it, or none of it. */
export function sceneBody({ payerClientIp, deviceId, store }: TradeOrder): JsonObject {
  return {
    payer_client_ip: payerClientIp,
    device_id: deviceId,
    store_info: store && {
      id: store.id,
      name: store.name,
      area_code: store.areaCode,
      address: store.address,
    },
  };
}

export function detailBody({ costPriceFen, invoiceId, goods }: OrderDetail): JsonObject {
  return {
    cost_price: costPriceFen,
    invoice_id: invoiceId,
    goods_detail: goods?.map((item) => ({
      merchant_goods_id: item.merchantGoodsId,
      goods_name: item.name,
      quantity: item.quantity,
      unit_price: item.unitPriceFen,
    })),
  };
}
