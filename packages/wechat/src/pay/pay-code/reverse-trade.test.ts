import { describe, expect, test } from 'vitest';
import { APPID, MCHID, clientAnswered, signedAnswer } from '../../testing/pay-stand-in.ts';

const reversed = { appid: APPID, mchid: MCHID, out_trade_no: 'C00000042' };

describe('reversing a charge', () => {
  test('names the app and the merchant', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(reversed));
    await expect(client.reverseTrade({ outTradeNo: 'C00000042' })).resolves.toBeUndefined();
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://pay.example/v3/pay/transactions/out-trade-no/C00000042/reverse',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ appid: APPID, mchid: MCHID });
  });

  test('is not believed when the answer is about another number', async () => {
    const { client } = clientAnswered(() => signedAnswer({ ...reversed, out_trade_no: 'C00000043' }));
    await expect(client.reverseTrade({ outTradeNo: 'C00000042' })).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
    });
  });

  test('is refused while the buyer is paying', async () => {
    const { client } = clientAnswered(() => Response.json({ code: 'USERPAYING' }, { status: 400 }));
    await expect(client.reverseTrade({ outTradeNo: 'C00000042' })).rejects.toMatchObject({
      code: 'wechat_user_paying',
      outcome: 'unknown',
    });
  });

  test('of a number that cannot be is not sent', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(reversed));
    await expect(client.reverseTrade({ outTradeNo: '42' })).rejects.toMatchObject({
      code: 'wechat_out_trade_no_invalid',
    });
    expect(sent).toEqual([]);
  });
});
