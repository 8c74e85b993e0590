import { describe, expect, test } from 'vitest';
import { unseal, vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

interface Inside {
  amount: { total: number; currency: string };
  mchid: string;
  appid: string;
}

async function payWith(fault: object, options: Parameters<typeof startWorld>[0] = {}): Promise<World> {
  const world = await startWorld(options);
  expect((await world.control('POST', '/faults', fault)).statusCode).toBe(200);
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  return world;
}

function inside(world: World): Inside {
  const { resource } = JSON.parse(world.inbox[0]?.body ?? '') as { resource: object };
  return JSON.parse(unseal(world.identity, resource)) as Inside;
}

function genuine(world: World, nth = 0): boolean {
  const delivery = world.inbox[nth];
  return vouchesFor(world.identity, delivery?.headers ?? {}, delivery?.body ?? '');
}

test('duplicate sends copies at the same time', async () => {
  const world = await payWith({ name: 'duplicate', value: 3 });
  await world.attempts(3);
  expect(new Set(world.inbox.map(({ body }) => (JSON.parse(body) as { id: string }).id)).size).toBe(1);
});

test('delay sends later', async () => {
  const world = await payWith({ name: 'delay', value: 7_000 });
  world.clock.advance(6_999);
  expect(world.inbox).toHaveLength(0);
  world.clock.advance(1);
  await world.attempts(1);
});

test('drop until cleared: it never comes, and the schedule ends', async () => {
  const world = await payWith({ name: 'drop', times: 'until-cleared' });
  await world.control('POST', '/clock', { advanceMs: 25 * 3_600_000 });
  expect(world.inbox).toHaveLength(0);
  expect((await world.control('GET', '/notifications')).json()).toMatchObject({
    notifications: [{ state: 'given-up', attempts: 16 }],
  });
});

test('drop sends nothing, and the schedule goes on', async () => {
  const world = await payWith({ name: 'drop' });
  const [lost] = await world.attempts(1);
  expect(lost).toMatchObject({ result: 'failed', faults: ['drop'] });
  expect(world.inbox).toHaveLength(0);
  world.clock.advance(15_000);
  await world.attempts(2);
  expect(genuine(world)).toBe(true);
});

test('forged-signature looks like one and is none', async () => {
  const world = await payWith({ name: 'forged-signature' });
  await world.attempts(1);
  expect(world.inbox[0]?.headers['wechatpay-signature']).toMatch(/^[A-Za-z0-9+/]{342}==$/);
  expect(genuine(world)).toBe(false);
});

test('unknown-serial names a certificate that nobody has', async () => {
  const world = await payWith({ name: 'unknown-serial' });
  await world.attempts(1);
  expect(genuine(world)).toBe(false);
});

test('other-trust signs the other way, and is genuine', async () => {
  const world = await payWith({ name: 'other-trust' });
  await world.attempts(1);
  expect(world.inbox[0]?.headers['wechatpay-serial']).toBe(world.identity.publicKey.id);
  expect(genuine(world)).toBe(true);
});

test('stale-timestamp is old and truly signed', async () => {
  const world = await payWith({ name: 'stale-timestamp', value: 301 });
  await world.attempts(1);
  expect(Number(world.inbox[0]?.headers['wechatpay-timestamp'])).toBe(world.clock.now() / 1000 - 301);
  expect(genuine(world)).toBe(true);
});

test('future-timestamp is of a time to come and truly signed', async () => {
  const world = await payWith({ name: 'future-timestamp', value: 301 });
  await world.attempts(1);
  expect(Number(world.inbox[0]?.headers['wechatpay-timestamp'])).toBe(world.clock.now() / 1000 + 301);
  expect(genuine(world)).toBe(true);
});

test('wrong-amount, wrong-currency, wrong-mchid and wrong-appid are truly signed lies', async () => {
  const amount = await payWith({ name: 'wrong-amount', value: 1 });
  await amount.attempts(1);
  expect(genuine(amount)).toBe(true);
  expect(inside(amount).amount.total).toBe(1);

  const currency = await payWith({ name: 'wrong-currency' });
  await currency.attempts(1);
  expect(inside(currency).amount).toMatchObject({ total: 4200, currency: 'USD' });

  const mchid = await payWith({ name: 'wrong-mchid' });
  await mchid.attempts(1);
  expect(inside(mchid).mchid).not.toBe(mchid.identity.mchid);

  const appid = await payWith({ name: 'wrong-appid' });
  await appid.attempts(1);
  expect(inside(appid).appid).not.toBe(appid.identity.payAppid);
  expect(inside(appid).mchid).toBe(appid.identity.mchid);
});

test('truncated-ciphertext is truly signed and cannot be opened', async () => {
  const world = await payWith({ name: 'truncated-ciphertext' });
  await world.attempts(1);
  expect(genuine(world)).toBe(true);
  expect(() => inside(world)).toThrow();
});

describe('a signature probe', () => {
  const believe = () => new Response(null, { status: 204 });
  const check = (nth: number) => new Response(null, { status: nth === 1 ? 401 : 204 });

  test('goes first and must be refused; the notification follows at once', async () => {
    const world = await payWith({ name: 'signature-probe' }, { answer: check });
    const [probe, real] = await world.attempts(2);
    expect(world.inbox[0]?.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
    expect(genuine(world, 0)).toBe(false);
    expect(genuine(world, 1)).toBe(true);
    expect(probe).toMatchObject({ operation: 'signature-probe', checks: [{ name: 'refused', ok: true }] });
    expect(real).toMatchObject({ operation: 'notification', result: 'delivered' });
  });

  test('that the merchant believes is told on the wire log', async () => {
    const world = await payWith({ name: 'signature-probe' }, { answer: believe });
    const [probe] = await world.attempts(2);
    expect(probe?.checks).toMatchObject([{ name: 'refused', ok: false }]);
  });

  test('comes by chance at the rate that is set, and never by default', async () => {
    const quiet = await startWorld({ random: () => 0 });
    await quiet.merchant.order();
    await quiet.control('POST', '/pay', { outTradeNo: 'C00000017' });
    await quiet.attempts(1);

    const probing = await startWorld({ random: () => 0.4 });
    await probing.control('PUT', '/faults/probe-rate', { rate: 0.5 });
    await probing.merchant.order();
    await probing.control('POST', '/pay', { outTradeNo: 'C00000017' });
    await probing.attempts(2);
  });
});

test('of another kind of notice, or of another trade, is left for that one', async () => {
  const world = await startWorld();
  await world.control('POST', '/faults', { name: 'drop', notice: 'refund' });
  await world.control('POST', '/faults', { name: 'drop', outTradeNo: 'C00000018' });
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  await world.attempts(1);
  expect(world.inbox).toHaveLength(1);
});
