import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { unseal, vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';

describe('every answer is signed', () => {
  test('with the platform certificate', async () => {
    const { identity, merchant } = await startWorld();
    for (const response of [
      await merchant.order(),
      await merchant.query('C00000017'),
      await merchant.query('C99999999'),
      await merchant.close('C00000017'),
      await merchant.call('GET', '/v3/certificates'),
      await merchant.call('GET', '/v3/nothing'),
      await merchant.order({}, { mchid: '1' }),
    ]) {
      expect(response.headers['wechatpay-serial']).toBe(identity.platform.serial);
      expect(response.headers['wechatpay-signature-type']).toBe('WECHATPAY2-SHA256-RSA2048');
      expect(response.headers['request-id']).toMatch(/^[0-9A-F]{40}-\d+$/);
      expect(vouchesFor(identity, response.headers, response.payload)).toBe(true);
    }
  });

  test('with the public key when the request names it', async () => {
    const { identity, merchant } = await startWorld();
    const response = await merchant.order({}, { headers: { 'wechatpay-serial': identity.publicKey.id } });
    expect(response.headers['wechatpay-serial']).toBe(identity.publicKey.id);
    expect(vouchesFor(identity, response.headers, response.payload)).toBe(true);
  });

  test('and a public key that nobody knows is refused', async () => {
    const { merchant } = await startWorld();
    const response = await merchant.order({}, { headers: { 'wechatpay-serial': 'PUB_KEY_ID_0123' } });
    expect(response.json()).toMatchObject({ code: 'PARAM_ERROR', detail: { field: 'Wechatpay-Serial' } });
  });
});

describe('a query', () => {
  test('tells an unpaid trade', async () => {
    const { identity, merchant } = await startWorld();
    await merchant.order({ attach: 'shop 7' });
    expect((await merchant.query('C00000017')).json()).toEqual({
      appid: identity.payAppid,
      mchid: identity.mchid,
      out_trade_no: 'C00000017',
      trade_state: 'NOTPAY',
      trade_state_desc: '订单未支付',
      attach: 'shop 7',
      promotion_detail: [],
      amount: { total: 4200, currency: 'CNY', payer_currency: 'CNY' },
    });
  });

  test('tells a paid trade', async () => {
    const { merchant, control } = await startWorld();
    await merchant.order();
    await control('POST', '/pay', { outTradeNo: 'C00000017' });
    expect((await merchant.query('C00000017')).json()).toMatchObject({
      trade_state: 'SUCCESS',
      trade_type: 'NATIVE',
      transaction_id: expect.stringMatching(/^4200\d{24}$/) as string,
      success_time: '2026-11-21T12:00:00+08:00',
      payer: { openid: expect.stringMatching(/^o.{27}$/) as string },
      amount: { total: 4200, payer_total: 4200 },
    });
  });

  test('by transaction_id tells the same, once it is paid', async () => {
    const { identity, merchant, control } = await startWorld();
    await merchant.order();
    await control('POST', '/pay', { outTradeNo: 'C00000017' });
    const byNumber = (await merchant.query('C00000017')).json<{ transaction_id: string }>();
    const byId = (id: string) =>
      merchant.call('GET', `/v3/pay/transactions/id/${id}?mchid=${identity.mchid}`);
    expect((await byId(byNumber.transaction_id)).json()).toEqual(byNumber);
    expect((await byId('4200000000')).json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
  });

  test('of an unknown number is ORDER_NOT_EXIST', async () => {
    const { merchant } = await startWorld();
    const response = await merchant.query('C99999999');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
  });

  test('without the mchid that signed is PARAM_ERROR', async () => {
    const { merchant } = await startWorld();
    const response = await merchant.call('GET', '/v3/pay/transactions/out-trade-no/C00000017');
    expect(response.json()).toMatchObject({ code: 'PARAM_ERROR', detail: { location: 'query' } });
  });
});

describe('closing', () => {
  test('closes for good, and again is no error', async () => {
    const { merchant, control } = await startWorld();
    await merchant.order();
    for (const round of [1, 2]) {
      const response = await merchant.close('C00000017');
      expect([round, response.statusCode, response.payload]).toEqual([round, 204, '']);
    }
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'CLOSED' });
    const late = await control('POST', '/pay', { outTradeNo: 'C00000017' });
    expect(late.json()).toMatchObject({ error: { code: 'trade_closed' } });
  });

  test('of an unknown number is ORDER_NOT_EXIST, or 204 as WeChat Pay was seen to answer', async () => {
    const { merchant, control } = await startWorld();
    expect((await merchant.close('C99999999')).json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
    await control('POST', '/faults', { name: 'close-unknown-204' });
    expect((await merchant.close('C99999999')).statusCode).toBe(204);
    expect((await merchant.query('C99999999')).json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
  });

  test('in the moment in which the buyer pays is ORDER_PAID, and the payment is told', async () => {
    const world = await startWorld();
    await world.merchant.order();
    await world.control('POST', '/faults', { name: 'paid-at-close' });
    expect((await world.merchant.close('C00000017')).json()).toMatchObject({ code: 'ORDER_PAID' });
    expect((await world.merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'SUCCESS' });
    await world.attempts(1);
  });

  test('of a paid trade is ORDER_PAID', async () => {
    const { merchant, control } = await startWorld();
    await merchant.order();
    await control('POST', '/pay', { outTradeNo: 'C00000017' });
    const response = await merchant.close('C00000017');
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'ORDER_PAID' });
  });
});

test('the platform certificate comes encrypted with the APIv3 key', async () => {
  const { identity, merchant } = await startWorld();
  const { data } = (await merchant.call('GET', '/v3/certificates')).json<{
    data: { serial_no: string; encrypt_certificate: object }[];
  }>();
  const pem = unseal(identity, data[0]?.encrypt_certificate);
  expect(new X509Certificate(pem).serialNumber).toBe(data[0]?.serial_no);
});

test('a body over 64 KiB is refused', async () => {
  const { merchant } = await startWorld();
  const response = await merchant.order({ attach: 'a'.repeat(70_000) });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ code: 'PARAM_ERROR' });
});
