import { isIP } from 'node:net';
import { checkFen, checkNotifyUrl, checkPattern, checkText, refuse } from '../check-field.ts';
import { checkOutTradeNo } from '../trades/out-trade-no.ts';
import type { OrderDetail, OrderGoods, OrderStore, TradeOrder } from './trade-order.ts';

const DESCRIPTION_LIMIT_CHARACTERS = 127;
const ATTACH_LIMIT_CHARACTERS = 128;
const NOTIFY_URL_LIMIT_CHARACTERS = 255;
const EXPIRY_LIMIT_MS = 90 * 24 * 60 * 60 * 1000;

/** Throws the error of the first field that WeChat Pay would not take, naming it. WeChat Pay APIv3, 下单. */
export function checkTradeOrder(order: TradeOrder, nowMs: number): void {
  checkContents(order);
  checkNotifyUrl(order.notifyUrl, NOTIFY_URL_LIMIT_CHARACTERS, {
    code: 'wechat_notify_url_invalid',
    field: '/notify_url',
  });
  const leftMs = order.expiresAt.getTime() - nowMs;
  if (!(leftMs > 0 && leftMs <= EXPIRY_LIMIT_MS)) {
    refuse({ code: 'wechat_expiry_invalid', field: '/time_expire' }, 'is not within the next 90 days');
  }
  checkScene(order);
}

/** The same for what every way to pay has, the payment code too. */
export function checkContents(
  order: Pick<TradeOrder, 'outTradeNo' | 'description' | 'amountFen' | 'attach' | 'goodsTag' | 'detail'>,
): void {
  checkOutTradeNo(order.outTradeNo);
  const description = { code: 'wechat_description_invalid', field: '/description' } as const;
  checkText(order.description, DESCRIPTION_LIMIT_CHARACTERS, description);
  const attach = { code: 'wechat_attach_invalid', field: '/attach' } as const;
  checkText(order.attach, ATTACH_LIMIT_CHARACTERS, attach);
  checkFen(order.amountFen, { code: 'wechat_amount_invalid', field: '/amount/total' });
  checkText(order.goodsTag, 32, { code: 'wechat_goods_invalid', field: '/goods_tag' });
  if (order.detail) checkDetail(order.detail);
}

function checkDetail({ costPriceFen, invoiceId, goods = [] }: OrderDetail): void {
  const field = (name: string) => ({ code: 'wechat_goods_invalid', field: `/detail/${name}` }) as const;
  if (costPriceFen !== undefined) checkFen(costPriceFen, field('cost_price'), 0);
  checkText(invoiceId, 32, field('invoice_id'));
  for (const [index, item] of goods.entries()) checkGoods(item, index);
}

function checkGoods({ merchantGoodsId, name, quantity, unitPriceFen }: OrderGoods, index: number): void {
  const field = (of: string) =>
    ({ code: 'wechat_goods_invalid', field: `/detail/goods_detail/${index}/${of}` }) as const;
  checkPattern(merchantGoodsId, /^[\w-]{1,32}$/, field('merchant_goods_id'));
  checkText(name, 256, field('goods_name'));
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    refuse(field('quantity'), 'is not a whole number, 1 or more');
  }
  checkFen(unitPriceFen, field('unit_price'), 0);
}

function checkScene({ payerClientIp, deviceId, store }: TradeOrder): void {
  const ip = { code: 'wechat_client_ip_invalid', field: '/scene_info/payer_client_ip' } as const;
  if (payerClientIp === undefined ? (deviceId ?? store) !== undefined : isIP(payerClientIp) === 0) {
    refuse(ip, 'is not an IP address');
  }
  checkText(deviceId, 32, { code: 'wechat_scene_invalid', field: '/scene_info/device_id' });
  if (store) checkStore(store);
}

function checkStore({ id, name, areaCode, address }: OrderStore): void {
  const field = (of: string) =>
    ({ code: 'wechat_scene_invalid', field: `/scene_info/store_info/${of}` }) as const;
  checkText(id, 32, field('id'));
  checkText(name, 256, field('name'));
  checkPattern(areaCode, /^\d{6}$/, field('area_code'));
  checkText(address, 512, field('address'));
}
