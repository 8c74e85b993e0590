import { describe, expect, test } from 'vitest';
import { answeredApp } from '../testing/answered-app.ts';
import { toShippingText } from './shipping-request.ts';
import type { ShippingInformation } from './shipping-request.ts';
import { createShippingUpload } from './shipping-upload.ts';

const transactionId = '4200002043202311087295582095';
const information: ShippingInformation = {
  ...{ transactionId, openid: 'oA', logistics: 'pickup', description: '红烧肉×1、米饭×2' },
  uploadedAt: new Date('2026-11-21T04:00:30.120Z'),
};

function shippingAnswering(answer: object = { errcode: 0 }) {
  const { options, sent } = answeredApp([answer]);
  return {
    shipping: createShippingUpload(options),
    sent,
    body: () => JSON.parse(sent[0]?.body ?? '{}') as unknown,
  };
}

describe('shipping information', () => {
  test.each([
    ['delivery', 2],
    ['virtual', 3],
    ['pickup', 4],
  ] as const)(
    'of a %s is uploaded as logistics %i, in China’s time with milliseconds',
    async (logistics, type) => {
      const { shipping, sent, body } = shippingAnswering();
      await shipping.upload({ ...information, logistics });
      expect(sent[0]?.url).toBe('https://api.example/wxa/sec/order/upload_shipping_info?access_token=T1');
      expect(body()).toEqual({
        order_key: { order_number_type: 2, transaction_id: transactionId },
        logistics_type: type,
        delivery_mode: 1,
        shipping_list: [{ item_desc: '红烧肉×1、米饭×2' }],
        upload_time: '2026-11-21T12:00:30.120+08:00',
        payer: { openid: 'oA' },
      });
    },
  );

  test.each([
    [10060001, 'wechat_shipping_payment_unknown', 'later'],
    [10060002, 'wechat_shipping_done_already', 'final'],
    [10060003, 'wechat_shipping_correction_spent', 'final'],
    [10060004, 'wechat_shipping_impossible', 'final'],
    [10060009, 'wechat_shipping_refused', 'final'],
    [10060012, 'wechat_busy', 'later'],
    [10060023, 'wechat_shipping_done_already', 'final'],
    [10060031, 'wechat_shipping_payer_mismatch', 'final'],
    [268485216, 'wechat_shipping_refused', 'final'],
    [268485196, 'wechat_shipping_payment_unknown', 'later'],
    [47001, 'wechat_format_invalid', 'final'],
    [48001, 'wechat_api_unauthorised', 'final'],
  ])('answered errcode %i is %s, outcome %s', async (errcode, code, outcome) => {
    const { shipping } = shippingAnswering({ errcode, errmsg: 'no' });
    await expect(shipping.upload(information)).rejects.toMatchObject({ code, outcome });
  });

  test.each<[string, Partial<ShippingInformation>, string]>([
    ['a number of ours', { transactionId: 'C0017' }, '/order_key/transaction_id'],
    ['no payer', { openid: '' }, '/payer/openid'],
    ['a blank description', { description: ' ' }, '/shipping_list/0/item_desc'],
    ['121 characters', { description: '面'.repeat(121) }, '/shipping_list/0/item_desc'],
  ])('with %s is refused before it is sent', async (_title, over, field) => {
    const { shipping, sent } = shippingAnswering();
    const done = shipping.upload({ ...information, ...over });
    await expect(done).rejects.toMatchObject({ code: 'wechat_shipping_invalid', field });
    expect(sent).toEqual([]);
  });

  test('is described in 120 characters at most', () => {
    expect(toShippingText('面×1')).toBe('面×1');
    expect(Array.from(toShippingText('面'.repeat(130)))).toHaveLength(120);
  });
});

describe('a payment in the order centre', () => {
  test.each([
    [1, 'to_ship'],
    [2, 'shipped'],
    [3, 'received'],
    [4, 'completed'],
    [5, 'refunded'],
    [6, 'awaiting_settlement'],
  ] as const)('of order_state %i is %s', async (order_state, state) => {
    const { shipping, body } = shippingAnswering({ errcode: 0, order: { order_state } });
    expect(await shipping.find(transactionId)).toBe(state);
    expect(body()).toEqual({ transaction_id: transactionId });
  });

  test('of another state is unreadable', async () => {
    const { shipping } = shippingAnswering({ errcode: 0, order: { order_state: 9 } });
    await expect(shipping.find(transactionId)).rejects.toMatchObject({ code: 'wechat_answer_unreadable' });
  });

  test('is confirmed by the buyer when reminded', async () => {
    const { shipping, body } = shippingAnswering();
    await shipping.remindToConfirm({ transactionId, receivedAt: new Date('2026-11-21T04:00:30.900Z') });
    expect(body()).toEqual({ transaction_id: transactionId, received_time: 1_795_233_630 });
  });
});

describe('whether trade is managed', () => {
  test('is what WeChat says of the appid', async () => {
    const { shipping, body } = shippingAnswering({ errcode: 0, is_trade_managed: true });
    expect(await shipping.isTradeManaged()).toBe(true);
    expect(body()).toEqual({ appid: 'wx8888888888888888' });
  });

  test('is unreadable when it does not say', async () => {
    const { shipping } = shippingAnswering({ errcode: 0 });
    await expect(shipping.isTradeManaged()).rejects.toMatchObject({ code: 'wechat_answer_unreadable' });
  });
});
