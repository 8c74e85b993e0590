import { describe, expect, test } from 'vitest';
import { NOW_MS, clientAnswered, signedAnswer } from '../../testing/pay-stand-in.ts';
import type { H5Order } from './h5-order.ts';

const H5_URL = 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx42&package=1';
const order: H5Order = {
  outTradeNo: 'C00000042',
  description: '巷口小馆 017',
  amountFen: 4200,
  notifyUrl: 'https://shop.example/api/wechat/notifications',
  expiresAt: new Date(NOW_MS + 15 * 60_000),
  payerClientIp: '203.0.113.7',
  browser: 'Android',
};

describe('an H5 order', () => {
  test('tells WeChat Pay which phone will open the link that it gives', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ h5_url: H5_URL }));
    await expect(client.h5Order(order)).resolves.toEqual({ h5Url: H5_URL });
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://pay.example/v3/pay/transactions/h5' });
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      out_trade_no: 'C00000042',
      scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Android' } },
    });
  });

  test('from no address is not sent', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ h5_url: H5_URL }));
    await expect(client.h5Order({ ...order, payerClientIp: 'unknown' })).rejects.toMatchObject({
      code: 'wechat_client_ip_invalid',
      field: '/scene_info/payer_client_ip',
    });
    expect(sent).toEqual([]);
  });

  test('without a link in the answer leaves the outcome unknown', async () => {
    const { client } = clientAnswered(() => signedAnswer({}));
    await expect(client.h5Order(order)).rejects.toMatchObject({ code: 'wechat_answer_unreadable' });
  });
});
