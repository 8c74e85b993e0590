import { describe, expect, test } from 'vitest';
import {
  APPID,
  MCHID,
  clientAnswered,
  paidTrade,
  signedAnswer,
  signedHeaders,
} from '../../testing/pay-stand-in.ts';
import type { PayCodeCharge } from './charge-pay-code.ts';
import type { PayCodeCharges } from './pay-code-charges.ts';

const charge: PayCodeCharge = {
  outTradeNo: 'C00000042',
  description: '巷口小馆 017',
  amountFen: 4200,
  authCode: '130061098828009406',
  storeId: 'lane-1',
};

describe('charging a payment code', () => {
  test('goes out as WeChat Pay documents it, and comes back paid', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(paidTrade({ trade_type: 'MICROPAY' })));
    const till: PayCodeCharges = client;
    await expect(
      till.chargePayCode({ ...charge, deviceId: 'till-2', deviceIp: '203.0.113.7' }),
    ).resolves.toMatchObject({ tradeState: 'SUCCESS', tradeType: 'MICROPAY', amountFen: 4200 });
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://pay.example/v3/pay/transactions/codepay' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      appid: APPID,
      mchid: MCHID,
      description: '巷口小馆 017',
      out_trade_no: 'C00000042',
      payer: { auth_code: '130061098828009406' },
      amount: { total: 4200, currency: 'CNY' },
      scene_info: { device_id: 'till-2', device_ip: '203.0.113.7', store_info: { out_id: 'lane-1' } },
    });
  });

  test('does not need the app in the answer', async () => {
    const { client } = clientAnswered(() => signedAnswer(paidTrade({ appid: undefined })));
    await expect(client.chargePayCode(charge)).resolves.toMatchObject({ tradeState: 'SUCCESS' });
  });

  test('is not decided while the buyer enters the password', async () => {
    const body = '{"code":"USERPAYING","message":"需要用户输入支付密码"}';
    const { client } = clientAnswered(
      () => new Response(body, { status: 202, headers: signedHeaders(body) }),
    );
    await expect(client.chargePayCode(charge)).rejects.toMatchObject({
      code: 'wechat_user_paying',
      outcome: 'unknown',
    });
  });

  test.each([
    [400, 'AUTH_CODE_INVALID', 'wechat_auth_code_refused'],
    [403, 'AUTHCODEEXPIRE', 'wechat_auth_code_refused'],
    [403, 'BUYER_MISMATCH', 'wechat_buyer_mismatch'],
    [403, 'ORDERREVERSED', 'wechat_order_reversed'],
    [403, 'OUT_TRADE_NO_USED', 'wechat_out_trade_no_used'],
  ])('refused with %i %s is %s, and final', async (status, wechatCode, code) => {
    const { client } = clientAnswered(() => Response.json({ code: wechatCode }, { status }));
    await expect(client.chargePayCode(charge)).rejects.toMatchObject({ code, outcome: 'final' });
  });

  test('is not believed when the answer is about another number', async () => {
    const { client } = clientAnswered(() => signedAnswer(paidTrade({ out_trade_no: 'C00000043' })));
    await expect(client.chargePayCode(charge)).rejects.toMatchObject({ code: 'wechat_trade_foreign' });
  });

  test.each([
    ['17 digits', { authCode: '13006109882800940' }, 'wechat_auth_code_invalid', '/payer/auth_code'],
    [
      'a code of someone else’s',
      { authCode: '280061098828009406' },
      'wechat_auth_code_invalid',
      '/payer/auth_code',
    ],
    ['no shop', { storeId: '' }, 'wechat_scene_invalid', '/scene_info/store_info/out_id'],
    ['a till that is no address', { deviceIp: 'till-2' }, 'wechat_scene_invalid', '/scene_info/device_ip'],
    ['no amount', { amountFen: 0 }, 'wechat_amount_invalid', '/amount/total'],
    ['a stranger’s app', { appid: 'wx00' }, 'wechat_appid_unconfigured', '/appid'],
  ])('with %s is not sent', async (_, over, code, field) => {
    const { client, sent } = clientAnswered(() => signedAnswer(paidTrade()));
    const error: unknown = await client
      .chargePayCode({ ...charge, ...over })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, field });
    expect(String(error)).not.toMatch(/\d{17}/);
    expect(sent).toEqual([]);
  });
});
