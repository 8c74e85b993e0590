import { sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { World } from '../testing/world.ts';
import { startWorld } from '../testing/world.ts';

const openidOf = async (world: World, person: string, appid: string) => {
  const { people } = (await world.control('GET', '/people')).json<{
    people: { id: string; openids: Record<string, string> }[];
  }>();
  return people.find(({ id }) => id === person)?.openids[appid] ?? '';
};

async function order(world: World, fields: Record<string, unknown> = {}) {
  const appid = typeof fields.appid === 'string' ? fields.appid : world.identity.payAppid;
  const payer = { openid: await openidOf(world, 'xiaolin', appid) };
  return world.merchant.orderJsapi({ payer, ...fields });
}

/** What the merchant's server hands to the page. Signed here on its own. */
function payCall(world: World, prepayId: string, fields: Record<string, string> = {}) {
  const call = {
    appId: world.identity.payAppid,
    timeStamp: String(world.clock.now() / 1000),
    nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
    package: `prepay_id=${prepayId}`,
    ...fields,
  };
  const text = `${call.appId}\n${call.timeStamp}\n${call.nonceStr}\n${call.package}\n`;
  const paySign = sign('RSA-SHA256', Buffer.from(text), world.identity.merchant.privateKeyPem).toString(
    'base64',
  );
  return { ...call, signType: 'RSA', paySign };
}

const prepayIdOf = (response: { json(): unknown }) => (response.json() as { prepay_id: string }).prepay_id;

describe('a JSAPI order', () => {
  test('answers a prepay_id, and its buyer pays with a call that the merchant signed', async () => {
    const world = await startWorld();
    const prepayId = prepayIdOf(await order(world));
    expect(prepayId).toMatch(/^wx20261121[0-9a-f]{26}$/);
    const call = payCall(world, prepayId);
    expect((await world.control('POST', '/jsapi/check', call)).json()).toMatchObject({
      trade: { outTradeNo: 'C00000017', state: 'NOTPAY', tradeType: 'JSAPI' },
      person: { id: 'xiaolin' },
    });
    expect((await world.control('POST', '/jsapi/pay', call)).json()).toMatchObject({
      trade: { state: 'SUCCESS', payment: { person: 'xiaolin' } },
    });
    await world.attempts(1);
    expect((await world.merchant.query('C00000017')).json()).toMatchObject({
      trade_type: 'JSAPI',
      payer: { openid: await openidOf(world, 'xiaolin', world.identity.payAppid) },
    });
  });

  test('of the mini program is paid the same way, by its appid', async () => {
    const world = await startWorld();
    const appid = world.identity.miniAppid;
    const call = payCall(world, prepayIdOf(await order(world, { appid })), { appId: appid });
    expect((await world.control('POST', '/jsapi/pay', call)).statusCode).toBe(200);
  });

  test('is no code to be scanned', async () => {
    const world = await startWorld();
    await order(world);
    expect((await world.control('GET', '/codes')).json()).toMatchObject({ trades: [] });
  });

  test('is nobody else’s to pay', async () => {
    const world = await startWorld();
    await order(world);
    const other = await world.control('POST', '/pay', { outTradeNo: 'C00000017', person: 'aming' });
    expect(other.json()).toMatchObject({ error: { code: 'code_taken' } });
  });

  test('of an openid that nobody has is PARAM_ERROR, of another app’s OPENID_MISMATCH', async () => {
    const world = await startWorld();
    expect((await order(world, { payer: { openid: 'oNobody' } })).json()).toMatchObject({
      code: 'PARAM_ERROR',
      detail: { field: '/payer/openid' },
    });
    const foreign = await openidOf(world, 'xiaolin', world.identity.openAppid);
    expect((await order(world, { payer: { openid: foreign } })).json()).toMatchObject({
      code: 'OPENID_MISMATCH',
    });
  });
});

describe('the same number again', () => {
  test('with the same parameters answers a fresh prepay_id, and the old one dies', async () => {
    const world = await startWorld();
    const old = payCall(world, prepayIdOf(await order(world)));
    const fresh = payCall(world, prepayIdOf(await order(world)));
    expect((await world.control('POST', '/jsapi/pay', old)).json()).toMatchObject({
      error: { code: 'code_dead' },
    });
    expect((await world.control('POST', '/jsapi/pay', fresh)).statusCode).toBe(200);
    expect((await order(world)).json()).toMatchObject({ code: 'ORDER_PAID' });
  });

  test('for another buyer, or as a native order, is INVALID_REQUEST', async () => {
    const world = await startWorld();
    await order(world);
    const openid = await openidOf(world, 'aming', world.identity.payAppid);
    expect((await order(world, { payer: { openid } })).json()).toMatchObject({ code: 'INVALID_REQUEST' });
    expect((await world.merchant.order()).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  test('once it is closed is ORDER_CLOSED', async () => {
    const world = await startWorld();
    const call = payCall(world, prepayIdOf(await order(world)));
    await world.merchant.close('C00000017');
    expect((await order(world)).json()).toMatchObject({ code: 'ORDER_CLOSED' });
    expect((await world.control('POST', '/jsapi/pay', call)).json()).toMatchObject({
      error: { code: 'trade_closed' },
    });
  });
});

describe('a call', () => {
  test.each<[string, object]>([
    ['another prepay_id than was signed', { package: 'prepay_id=wx0' }],
    ['another time', { timeStamp: '1' }],
    ['another app', { appId: 'wx0000000000000000' }],
    ['no real signature', { paySign: 'AAAA' }],
  ])('with %s is pay_sign_wrong, and says what should have been signed', async (_title, change) => {
    const world = await startWorld();
    const call = { ...payCall(world, prepayIdOf(await order(world))), ...change };
    const response = await world.control('POST', '/jsapi/pay', call);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      error: { code: 'pay_sign_wrong', details: { signed: expect.stringContaining('prepay_id=') as string } },
    });
    expect((await world.merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'NOTPAY' });
  });

  test('with another signType than RSA is refused', async () => {
    const world = await startWorld();
    const call = { ...payCall(world, prepayIdOf(await order(world))), signType: 'MD5' };
    expect((await world.control('POST', '/jsapi/check', call)).json()).toMatchObject({
      error: { code: 'invalid_request' },
    });
  });

  test('two hours later is dead', async () => {
    const world = await startWorld();
    const call = payCall(world, prepayIdOf(await order(world)));
    await world.control('POST', '/clock', { advanceMs: 2 * 3_600_000 });
    expect((await world.control('POST', '/jsapi/check', call)).json()).toMatchObject({
      error: { code: 'code_dead' },
    });
  });
});
