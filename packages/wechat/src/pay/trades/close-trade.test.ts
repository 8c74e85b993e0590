import { describe, expect, test } from 'vitest';
import { clientAnswered, signedHeaders } from '../../testing/pay-stand-in.ts';

describe('closing a trade', () => {
  test('is done when a signed 204 comes', async () => {
    const { client, sent } = clientAnswered(
      () => new Response(null, { status: 204, headers: signedHeaders('') }),
    );
    await expect(client.closeTrade('C00000042')).resolves.toBeUndefined();
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://pay.example/v3/pay/transactions/out-trade-no/C00000042/close',
      body: '{"mchid":"1900000109"}',
    });
  });

  test('is not believed when the 204 is not signed', async () => {
    const { client } = clientAnswered(() => new Response(null, { status: 204 }));
    await expect(client.closeTrade('C00000042')).rejects.toMatchObject({
      code: 'wechat_signature_missing',
      outcome: 'unknown',
      forged: true,
      status: 204,
    });
  });

  test('is not believed when the 204 has the signature of a body', async () => {
    const { client } = clientAnswered(
      () => new Response(null, { status: 204, headers: signedHeaders('{}') }),
    );
    await expect(client.closeTrade('C00000042')).rejects.toMatchObject({ code: 'wechat_signature_invalid' });
  });

  test('says when the payment was first', async () => {
    const { client } = clientAnswered(() => Response.json({ code: 'ORDERPAID' }, { status: 400 }));
    await expect(client.closeTrade('C00000042')).rejects.toMatchObject({ code: 'wechat_order_paid' });
  });

  test('of a number that cannot be is not sent', async () => {
    const { client, sent } = clientAnswered(() => new Response(null, { status: 204 }));
    await expect(client.closeTrade('42')).rejects.toMatchObject({ code: 'wechat_out_trade_no_invalid' });
    expect(sent).toEqual([]);
  });
});
