import { describe, expect, test } from 'vitest';
import { NOW_MS } from '../../testing/pay-stand-in.ts';
import { checkTradeOrder } from './check-trade-order.ts';
import type { TradeOrder } from './trade-order.ts';

const DAY_MS = 86_400_000;
const order: TradeOrder = {
  outTradeNo: 'C00000042',
  description: '巷口小馆',
  amountFen: 1,
  notifyUrl: 'https://shop.example/n',
  expiresAt: new Date(NOW_MS + 60_000),
};

const goods = { merchantGoodsId: 'rice', name: '米饭', quantity: 2, unitPriceFen: 200 };

function checking(over: Partial<TradeOrder>) {
  return () => checkTradeOrder({ ...order, ...over }, NOW_MS);
}

describe('an order is good', () => {
  test.each<[string, Partial<TradeOrder>]>([
    ['with the shortest number', { outTradeNo: 'a-B_|*' }],
    ['with the longest number', { outTradeNo: '9'.repeat(32) }],
    ['with 127 characters of description', { description: '菜'.repeat(127) }],
    ['with 128 characters attached', { attach: '附'.repeat(128) }],
    ['notified on loopback over http', { notifyUrl: 'http://127.0.0.1:8080/n' }],
    ['notified on localhost over http', { notifyUrl: 'http://localhost/n' }],
    ['notified on IPv6 loopback over http', { notifyUrl: 'http://[::1]:8080/n' }],
    ['with 90 days to pay', { expiresAt: new Date(NOW_MS + 90 * DAY_MS) }],
    ['from an IPv6 address', { payerClientIp: '2001:db8::1' }],
    [
      'with device, store and goods',
      {
        payerClientIp: '203.0.113.7',
        deviceId: 'till-2',
        store: { id: 'lane-1', name: '巷口小馆', areaCode: '440305', address: '科技园' },
        detail: { costPriceFen: 0, invoiceId: '017', goods: [goods] },
        goodsTag: 'LUNCH',
      },
    ],
  ])('%s', (_, over) => {
    expect(checking(over)).not.toThrow();
  });
});

describe('an order is refused', () => {
  test.each<[string, Partial<TradeOrder>, string]>([
    ['with 5 characters of number', { outTradeNo: 'C0001' }, 'wechat_out_trade_no_invalid'],
    ['with 33 characters of number', { outTradeNo: '9'.repeat(33) }, 'wechat_out_trade_no_invalid'],
    ['with a slash in the number', { outTradeNo: 'C/../00042' }, 'wechat_out_trade_no_invalid'],
    ['with a line feed after the number', { outTradeNo: 'C00000042\n' }, 'wechat_out_trade_no_invalid'],
    ['without description', { description: ' ' }, 'wechat_description_invalid'],
    ['with 128 characters of description', { description: '菜'.repeat(128) }, 'wechat_description_invalid'],
    ['with an emoji in the description', { description: '米饭🍚' }, 'wechat_description_invalid'],
    ['with half a character in the description', { description: '米饭\uD83C' }, 'wechat_description_invalid'],
    ['with nothing attached', { attach: '' }, 'wechat_attach_invalid'],
    ['with 129 characters attached', { attach: 'a'.repeat(129) }, 'wechat_attach_invalid'],
    ['for nothing', { amountFen: 0 }, 'wechat_amount_invalid'],
    ['for less than nothing', { amountFen: -100 }, 'wechat_amount_invalid'],
    ['for half a fen', { amountFen: 0.5 }, 'wechat_amount_invalid'],
    ['for no number', { amountFen: Number.NaN }, 'wechat_amount_invalid'],
    ['notified over http', { notifyUrl: 'http://shop.example/n' }, 'wechat_notify_url_invalid'],
    ['notified with a query', { notifyUrl: 'https://shop.example/n?id=1' }, 'wechat_notify_url_invalid'],
    ['notified with an empty query', { notifyUrl: 'https://shop.example/n?' }, 'wechat_notify_url_invalid'],
    ['notified with a fragment', { notifyUrl: 'https://shop.example/n#a' }, 'wechat_notify_url_invalid'],
    ['notified with a password', { notifyUrl: 'https://a:b@shop.example/n' }, 'wechat_notify_url_invalid'],
    [
      'notified at a name like loopback',
      { notifyUrl: 'http://127.evil.example/n' },
      'wechat_notify_url_invalid',
    ],
    [
      'notified too far away',
      { notifyUrl: `https://s.example/${'n'.repeat(240)}` },
      'wechat_notify_url_invalid',
    ],
    ['notified nowhere', { notifyUrl: '' }, 'wechat_notify_url_invalid'],
    ['that has expired', { expiresAt: new Date(NOW_MS) }, 'wechat_expiry_invalid'],
    [
      'that lives longer than 90 days',
      { expiresAt: new Date(NOW_MS + 91 * DAY_MS) },
      'wechat_expiry_invalid',
    ],
    ['that expires at no time', { expiresAt: new Date(Number.NaN) }, 'wechat_expiry_invalid'],
    ['from a host name', { payerClientIp: 'shop.example' }, 'wechat_client_ip_invalid'],
    ['from nowhere with a device', { deviceId: 'till-2' }, 'wechat_client_ip_invalid'],
    ['from a device without a name', { payerClientIp: '::1', deviceId: '' }, 'wechat_scene_invalid'],
    ['in a store without a number', { payerClientIp: '::1', store: { id: '' } }, 'wechat_scene_invalid'],
    ['of goods at a loss', { detail: { goods: [{ ...goods, unitPriceFen: -1 }] } }, 'wechat_goods_invalid'],
  ])('%s', (_, over, code) => {
    expect(checking(over)).toThrow(expect.objectContaining({ code, outcome: 'final', status: 0 }));
  });
});

test.each<[string, Partial<TradeOrder>]>([
  ['/out_trade_no', { outTradeNo: '' }],
  ['/description', { description: '' }],
  ['/amount/total', { amountFen: 1.5 }],
  ['/notify_url', { notifyUrl: '' }],
  ['/time_expire', { expiresAt: new Date(0) }],
  ['/goods_tag', { goodsTag: 'T'.repeat(33) }],
  ['/detail/cost_price', { detail: { costPriceFen: 0.5 } }],
  ['/detail/goods_detail/1/quantity', { detail: { goods: [goods, { ...goods, quantity: 0 }] } }],
  ['/scene_info/store_info/area_code', { payerClientIp: '::1', store: { id: '1', areaCode: '深圳' } }],
])('the error points at %s', (field, over) => {
  expect(checking(over)).toThrow(expect.objectContaining({ field }));
});
