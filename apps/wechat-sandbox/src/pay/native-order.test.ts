import { describe, expect, test } from 'vitest';
import { orderBody } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import { toChinaTime } from '../platform/china-time.ts';

const MINUTE_MS = 60_000;

interface Answer {
  code_url: string;
}

test('a native order answers a code_url', async () => {
  const { merchant } = await startWorld();
  const response = await merchant.order();
  expect(response.statusCode).toBe(200);
  expect(response.json<Answer>().code_url).toMatch(
    /^weixin:\/\/wxpay\/bizpayurl\/up\?pr=[0-9A-Za-z]{9}&groupid=00$/,
  );
});

describe('a body that is wrong', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no description', { description: undefined }, '/description'],
    ['a description of 128 characters', { description: '编'.repeat(128) }, '/description'],
    ['a short number', { out_trade_no: 'C0001' }, '/out_trade_no'],
    ['a number of 33 characters', { out_trade_no: 'C'.repeat(33) }, '/out_trade_no'],
    ['a number with a slash', { out_trade_no: 'C0000/17' }, '/out_trade_no'],
    ['an amount of 0 fen', { amount: { total: 0 } }, '/amount/total'],
    ['half a fen', { amount: { total: 0.5 } }, '/amount/total'],
    ['an amount in text', { amount: { total: '4200' } }, '/amount/total'],
    ['another currency', { amount: { total: 1, currency: 'USD' } }, '/amount/currency'],
    ['a notify_url with a query', { notify_url: 'https://shop.example/n?x=1' }, '/notify_url'],
    ['a public notify_url without TLS', { notify_url: 'http://shop.example/n' }, '/notify_url'],
    [
      'a notify_url of 256 characters',
      { notify_url: `https://shop.example/${'n'.repeat(235)}` },
      '/notify_url',
    ],
    ['an attach of 129 characters', { attach: 'a'.repeat(129) }, '/attach'],
    ['a time_expire with a Z', { time_expire: '2026-11-21T04:30:00Z' }, '/time_expire'],
    ['a time_expire in 91 days', { time_expire: '2027-02-20T12:00:00+08:00' }, '/time_expire'],
  ])('is refused with PARAM_ERROR: %s', async (_title, fields, field) => {
    const { merchant } = await startWorld();
    const response = await merchant.order(fields);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'PARAM_ERROR', detail: { field, location: 'body' } });
  });

  test('is refused with PARAM_ERROR: no JSON', async () => {
    const { merchant } = await startWorld();
    const response = await merchant.call('POST', '/v3/pay/transactions/native', { body: '{"appid":' });
    expect(response.json()).toMatchObject({ code: 'PARAM_ERROR', detail: { location: 'body' } });
  });

  test('is refused with PARAM_ERROR: another mchid than the one that signed', async () => {
    const { merchant } = await startWorld();
    expect((await merchant.order({ mchid: '1900000001' })).json()).toMatchObject({
      code: 'PARAM_ERROR',
      detail: { field: '/mchid' },
    });
  });

  test('is refused with APPID_MCHID_NOT_MATCH: a foreign appid', async () => {
    const { merchant } = await startWorld();
    const response = await merchant.order({ appid: 'wx0000000000000000' });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'APPID_MCHID_NOT_MATCH' });
  });
});

test.each([
  'https://shop.example/n',
  'http://127.0.0.1:3000/n',
  'http://localhost:3000/n',
  'http://[::1]:3000/n',
  'http://server:8080/n',
])('notifies %s', async (url) => {
  const { merchant } = await startWorld();
  expect((await merchant.order({ notify_url: url })).statusCode).toBe(200);
});

describe('the same number again', () => {
  test('with the same parameters answers a fresh code and the old one dies', async () => {
    const { merchant, control } = await startWorld();
    const first = (await merchant.order()).json<Answer>().code_url;
    const second = (await merchant.order()).json<Answer>().code_url;
    expect(second).not.toBe(first);
    const dead = await control('POST', '/scan', { text: first });
    expect(dead.json()).toMatchObject({ error: { code: 'code_dead' } });
    expect((await control('POST', '/scan', { text: second })).statusCode).toBe(200);
  });

  test('with another time_expire is the same order, with its first time', async () => {
    const { merchant, clock, control } = await startWorld();
    await merchant.order({ time_expire: toChinaTime(clock.now() + 5 * MINUTE_MS) });
    const again = await merchant.order({ time_expire: toChinaTime(clock.now() + 50 * MINUTE_MS) });
    expect(again.statusCode).toBe(200);
    expect((await control('GET', '/codes')).json()).toMatchObject({
      trades: [{ expiresAt: new Date(clock.now() + 5 * MINUTE_MS).toISOString() }],
    });
  });

  test.each([{ amount: { total: 4300 } }, { description: '编钟小馆 018' }, { attach: 'x' }])(
    'with other parameters is INVALID_REQUEST: %j',
    async (fields) => {
      const { merchant } = await startWorld();
      await merchant.order();
      const response = await merchant.order(fields);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ code: 'INVALID_REQUEST' });
      expect(response.headers['request-id']).toMatch(/-268498688$/);
    },
  );

  test('is ORDER_CLOSED once closed and ORDER_PAID once paid', async () => {
    const { merchant, control } = await startWorld();
    await merchant.order();
    await merchant.close('C00000017');
    expect((await merchant.order()).json()).toMatchObject({ code: 'ORDER_CLOSED' });
    await merchant.order({ out_trade_no: 'C00000018' });
    await control('POST', '/pay', { outTradeNo: 'C00000018' });
    expect((await merchant.order({ out_trade_no: 'C00000018' })).json()).toMatchObject({
      code: 'ORDER_PAID',
    });
  });
});

describe('time', () => {
  test('a trade is closed when its time_expire comes', async () => {
    const { merchant, clock, control } = await startWorld();
    const codeUrl = (
      await merchant.order({ time_expire: toChinaTime(clock.now() + 5 * MINUTE_MS) })
    ).json<Answer>().code_url;
    clock.advance(5 * MINUTE_MS - 1);
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'NOTPAY' });
    clock.advance(1);
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'CLOSED' });
    expect((await control('POST', '/pay', { codeUrl })).json()).toMatchObject({
      error: { code: 'trade_closed' },
    });
  });

  test('a time_expire nearer than a minute becomes a minute', async () => {
    const { merchant, clock } = await startWorld();
    await merchant.order({ time_expire: toChinaTime(clock.now() + 1_000) });
    clock.advance(MINUTE_MS - 1);
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'NOTPAY' });
  });

  test('a code lives two hours, its trade seven days', async () => {
    const { merchant, clock, control } = await startWorld();
    const text = (await merchant.order()).json<Answer>().code_url;
    clock.advance(2 * 60 * MINUTE_MS);
    expect((await control('POST', '/scan', { text })).json()).toMatchObject({ error: { code: 'code_dead' } });
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'NOTPAY' });
    clock.advance(7 * 24 * 60 * MINUTE_MS);
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'CLOSED' });
  });
});

test('a restart keeps trades and their codes', async () => {
  const world = await startWorld();
  const codeUrl = (await world.merchant.order()).json<Answer>().code_url;
  const next = await world.restart();
  expect((await next.control('POST', '/pay', { codeUrl })).statusCode).toBe(200);
  expect((await next.merchant.order(orderBody(next.identity))).json()).toMatchObject({ code: 'ORDER_PAID' });
});
