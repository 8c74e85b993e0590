import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  APPID,
  MCHID,
  NOW_MS,
  clientAnswered,
  merchantKeys,
  signedAnswer,
} from '../../testing/pay-stand-in.ts';

const CODE_URL = 'weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00';
const order = {
  outTradeNo: 'C00000042',
  description: '巷口小馆 017',
  amountFen: 4200,
  notifyUrl: 'https://shop.example/api/wechat/notifications',
  expiresAt: new Date(NOW_MS + 15 * 60_000 + 999),
};

describe('a Native order', () => {
  test('gives the text of the QR code', async () => {
    const { client } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    await expect(client.nativeOrder(order)).resolves.toEqual({ codeUrl: CODE_URL });
  });

  test('carries device, store, goods and what coupons and invoices look at', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    await client.nativeOrder({
      ...order,
      payerClientIp: '203.0.113.7',
      deviceId: 'till-2',
      store: { id: 'lane-1', name: '巷口小馆', areaCode: '440305', address: '科技园' },
      detail: {
        costPriceFen: 4600,
        invoiceId: '017',
        goods: [{ merchantGoodsId: 'rice', name: '米饭', quantity: 2, unitPriceFen: 200 }],
      },
      goodsTag: 'LUNCH',
      noCredit: true,
      supportFapiao: true,
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      goods_tag: 'LUNCH',
      limit_pay: ['no_credit'],
      support_fapiao: true,
      detail: {
        cost_price: 4600,
        invoice_id: '017',
        goods_detail: [{ merchant_goods_id: 'rice', goods_name: '米饭', quantity: 2, unit_price: 200 }],
      },
      scene_info: {
        payer_client_ip: '203.0.113.7',
        device_id: 'till-2',
        store_info: { id: 'lane-1', name: '巷口小馆', area_code: '440305', address: '科技园' },
      },
    });
  });

  test('goes out as WeChat Pay documents it, with the expiry in China’s time', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    await client.nativeOrder({ ...order, attach: '42', payerClientIp: '203.0.113.7' });
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://pay.example/v3/pay/transactions/native' });
    expect(sent[0]?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      appid: APPID,
      mchid: MCHID,
      description: '巷口小馆 017',
      out_trade_no: 'C00000042',
      time_expire: '2026-11-21T12:15:00+08:00',
      attach: '42',
      notify_url: 'https://shop.example/api/wechat/notifications',
      amount: { total: 4200, currency: 'CNY' },
      scene_info: { payer_client_ip: '203.0.113.7' },
    });
  });

  test('leaves out what is not given', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    await client.nativeOrder(order);
    const body = JSON.parse(sent[0]?.body ?? '') as object;
    expect(body).not.toHaveProperty('attach');
    expect(body).not.toHaveProperty('scene_info');
  });

  test('is signed over the very bytes that are sent', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    await client.nativeOrder(order);
    const authorization = sent[0]?.headers.get('authorization') ?? '';
    const signature = /signature="([^"]+)"/.exec(authorization)?.[1] ?? '';
    const message = `POST\n/v3/pay/transactions/native\n1795233600\n593BEC0C930BF1AFEB40B4A08C8FB242\n${sent[0]?.body ?? ''}\n`;
    const signed = Buffer.from(signature, 'base64');
    expect(verify('RSA-SHA256', Buffer.from(message), merchantKeys.publicKey, signed)).toBe(true);
  });

  test('is the same bytes when it is asked again', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    await client.nativeOrder(order);
    await client.nativeOrder(order);
    expect(sent[0]?.body).toBe(sent[1]?.body);
  });

  test.each([{}, { code_url: '' }, { code_url: 7 }])('is unknown when the answer is %j', async (body) => {
    const { client } = clientAnswered(() => signedAnswer(body));
    await expect(client.nativeOrder(order)).rejects.toMatchObject({
      code: 'wechat_answer_unreadable',
      outcome: 'unknown',
    });
  });

  test('that WeChat Pay would refuse is not sent', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ code_url: CODE_URL }));
    const refused = { code: 'wechat_amount_invalid', outcome: 'final', status: 0 };
    await expect(client.nativeOrder({ ...order, amountFen: 0 })).rejects.toMatchObject(refused);
    expect(sent).toEqual([]);
  });
});
