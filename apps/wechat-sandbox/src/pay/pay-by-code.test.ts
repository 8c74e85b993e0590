import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const MINUTE_MS = 60_000;

async function showCode(world: World, person = 'aming'): Promise<string> {
  const response = await world.control('POST', '/auth-codes', { person });
  return response.json<{ authCode: string }>().authCode;
}

const pay = (world: World, authCode: string, fields: object = {}) =>
  world.merchant.call('POST', '/v3/pay/transactions/codepay', {
    body: {
      appid: world.identity.payAppid,
      mchid: world.identity.mchid,
      description: '编钟小馆 017',
      out_trade_no: 'C00000017',
      payer: { auth_code: authCode },
      amount: { total: 4200 },
      scene_info: { store_info: { out_id: 'shop-7' } },
      ...fields,
    },
  });

const reverse = (world: World, outTradeNo = 'C00000017') =>
  world.merchant.call('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/reverse`, {
    body: { appid: world.identity.payAppid, mchid: world.identity.mchid },
  });

const stateOf = async (world: World) =>
  (await world.merchant.query('C00000017')).json<{ trade_state: string }>().trade_state;

describe('the code on the phone', () => {
  test('is 18 digits, the same for a minute, another afterwards', async () => {
    const world = await startWorld();
    const first = await showCode(world);
    expect(first).toMatch(/^1[0-4]\d{16}$/);
    expect(await showCode(world)).toBe(first);
    expect(await showCode(world, 'xiaolin')).not.toBe(first);
    world.clock.advance(MINUTE_MS);
    expect(await showCode(world)).not.toBe(first);
  });

  test('pays at once, is told in the answer, and nobody is notified', async () => {
    const world = await startWorld();
    const response = await pay(world, await showCode(world));
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      trade_state: 'SUCCESS',
      trade_type: 'MICROPAY',
      amount: { total: 4200 },
    });
    await world.control('POST', '/clock', { advanceMs: MINUTE_MS });
    expect(world.inbox).toEqual([]);
  });

  test('pays once, and not when it is older than a minute', async () => {
    const world = await startWorld();
    const code = await showCode(world);
    await pay(world, code);
    const again = await pay(world, code, { out_trade_no: 'C00000018' });
    expect(again.json()).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/payer/auth_code' } });
    const old = await showCode(world);
    world.clock.advance(MINUTE_MS);
    expect((await pay(world, old, { out_trade_no: 'C00000018' })).json()).toMatchObject({
      code: 'PARAM_ERROR',
    });
  });

  test('pays no number twice', async () => {
    const world = await startWorld();
    await pay(world, await showCode(world));
    expect((await pay(world, await showCode(world))).json()).toMatchObject({ code: 'ORDER_PAID' });
    await world.merchant.order({ out_trade_no: 'C00000018' });
    expect((await pay(world, await showCode(world), { out_trade_no: 'C00000018' })).json()).toMatchObject({
      code: 'OUT_TRADE_NO_USED',
    });
  });
});

describe('a buyer who must give a password', () => {
  async function askedWorld(): Promise<World> {
    const world = await startWorld();
    await world.control('POST', '/faults', { name: 'code-needs-password' });
    const response = await pay(world, await showCode(world));
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([202, 'USER_PAYING']);
    return world;
  }

  test('is asked on the phone, and the shop may ask again meanwhile', async () => {
    const world = await askedWorld();
    expect(await stateOf(world)).toBe('USERPAYING');
    expect((await pay(world, await showCode(world))).statusCode).toBe(202);
    expect((await world.control('GET', '/codes')).json()).toMatchObject({
      trades: [{ state: 'USERPAYING' }],
    });
    await world.control('POST', '/pay', { outTradeNo: 'C00000017', person: 'aming' });
    expect(await stateOf(world)).toBe('SUCCESS');
  });

  test('may decline', async () => {
    const world = await askedWorld();
    await world.control('POST', '/decline', { outTradeNo: 'C00000017' });
    expect(await stateOf(world)).toBe('PAYERROR');
  });

  test('has five minutes', async () => {
    const world = await askedWorld();
    world.clock.advance(5 * MINUTE_MS);
    expect(await stateOf(world)).toBe('PAYERROR');
  });
});

describe('reversing', () => {
  test('undoes a payment, and again is no error', async () => {
    const world = await startWorld();
    await pay(world, await showCode(world));
    expect((await reverse(world)).json()).toMatchObject({ out_trade_no: 'C00000017' });
    expect((await reverse(world)).statusCode).toBe(200);
    expect(await stateOf(world)).toBe('REVOKED');
  });

  test('undoes what waits for a password', async () => {
    const world = await startWorld();
    await world.control('POST', '/faults', { name: 'code-needs-password' });
    await pay(world, await showCode(world));
    await reverse(world);
    const late = await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    expect(late.json()).toMatchObject({ error: { code: 'trade_closed' } });
  });

  test('is for payments by code alone, and those are not closed', async () => {
    const world = await startWorld();
    await world.merchant.order({ out_trade_no: 'C00000018' });
    expect((await reverse(world, 'C00000018')).json()).toMatchObject({ code: 'TRADE_ERROR' });
    await world.control('POST', '/faults', { name: 'code-needs-password' });
    await pay(world, await showCode(world));
    expect((await world.merchant.close('C00000017')).json()).toMatchObject({ code: 'TRADE_ERROR' });
  });

  test('of an unknown number is ORDER_NOT_EXIST', async () => {
    const world = await startWorld();
    expect((await reverse(world)).json()).toMatchObject({ code: 'ORDER_NOT_EXIST' });
  });
});
