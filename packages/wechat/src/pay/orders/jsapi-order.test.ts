import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  APPID,
  MCHID,
  MINI_PROGRAM_APPID,
  NOW_MS,
  clientAnswered,
  merchantKeys,
  payOptions,
  signedAnswer,
} from '../../testing/pay-stand-in.ts';
import { createPayClient } from '../pay-client.ts';
import type { JsapiOrder } from './jsapi-order.ts';

const PREPAY_ID = 'wx201410272009395522657a690389285100';
const order: JsapiOrder = {
  outTradeNo: 'C00000042',
  description: '巷口小馆 017',
  amountFen: 4200,
  notifyUrl: 'https://shop.example/api/wechat/notifications',
  expiresAt: new Date(NOW_MS + 15 * 60_000),
  payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
};

describe('a JSAPI order', () => {
  test('gives the prepay id', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ prepay_id: PREPAY_ID }));
    await expect(client.jsapiOrder(order)).resolves.toEqual({ prepayId: PREPAY_ID });
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://pay.example/v3/pay/transactions/jsapi' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      appid: APPID,
      mchid: MCHID,
      description: '巷口小馆 017',
      out_trade_no: 'C00000042',
      time_expire: '2026-11-21T12:15:00+08:00',
      notify_url: 'https://shop.example/api/wechat/notifications',
      amount: { total: 4200, currency: 'CNY' },
      payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    });
  });

  test('may be of another app of the merchant’s, to which the openid belongs', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer({ prepay_id: PREPAY_ID }));
    await client.jsapiOrder({ ...order, appid: MINI_PROGRAM_APPID });
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ appid: MINI_PROGRAM_APPID });
  });

  test.each([
    ['a stranger’s app', { appid: 'wx0000000000000000' }, 'wechat_appid_unconfigured', '/appid'],
    ['no openid', { payerOpenid: '' }, 'wechat_openid_invalid', '/payer/openid'],
    ['an openid of odd characters', { payerOpenid: 'o"}' }, 'wechat_openid_invalid', '/payer/openid'],
    ['no amount', { amountFen: 0 }, 'wechat_amount_invalid', '/amount/total'],
  ])('with %s is not sent', async (_, over, code, field) => {
    const { client, sent } = clientAnswered(() => signedAnswer({ prepay_id: PREPAY_ID }));
    await expect(client.jsapiOrder({ ...order, ...over })).rejects.toMatchObject({ code, field });
    expect(sent).toEqual([]);
  });

  test('without a prepay id in the answer leaves the outcome unknown', async () => {
    const { client } = clientAnswered(() => signedAnswer({}));
    await expect(client.jsapiOrder(order)).rejects.toMatchObject({
      code: 'wechat_answer_unreadable',
      outcome: 'unknown',
    });
  });
});

describe('the payment that the phone opens', () => {
  const client = createPayClient(payOptions());

  test.each([
    ['on a web page', undefined, APPID],
    ['in the mini program', MINI_PROGRAM_APPID, MINI_PROGRAM_APPID],
  ])('is signed by the merchant %s', (_, appid, appId) => {
    const payment = client.signJsapiPayment({ prepayId: PREPAY_ID, appid });
    expect(payment).toEqual({
      appId,
      timeStamp: '1795233600',
      nonceStr: '593BEC0C930BF1AFEB40B4A08C8FB242',
      package: `prepay_id=${PREPAY_ID}`,
      signType: 'RSA',
      paySign: expect.any(String) as string,
    });
    const lines = `${appId}\n1795233600\n593BEC0C930BF1AFEB40B4A08C8FB242\nprepay_id=${PREPAY_ID}\n`;
    const signature = Buffer.from(payment.paySign, 'base64');
    expect(verify('RSA-SHA256', Buffer.from(lines), merchantKeys.publicKey, signature)).toBe(true);
  });

  test('is not signed for another app, or for what is no prepay id', () => {
    expect(() => client.signJsapiPayment({ prepayId: PREPAY_ID, appid: 'wx00' })).toThrow(
      expect.objectContaining({ code: 'wechat_appid_unconfigured' }),
    );
    expect(() => client.signJsapiPayment({ prepayId: 'a\nb' })).toThrow(
      expect.objectContaining({ code: 'wechat_prepay_id_invalid' }),
    );
  });
});
