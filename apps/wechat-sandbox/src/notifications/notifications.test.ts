import { describe, expect, test } from 'vitest';
import { NOTIFY_URL, unseal, vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

interface Body {
  id: string;
  resource: object;
}

const refuse = () => new Response('{"code":"FAIL","message":"not now"}', { status: 500 });
const bodies = (world: World) => world.inbox.map(({ body }) => JSON.parse(body) as Body);

async function payOne(world: World): Promise<void> {
  await world.merchant.order();
  const paid = await world.control('POST', '/pay', { outTradeNo: 'C00000017', person: 'aming' });
  expect(paid.statusCode).toBe(200);
}

async function notificationOf(world: World): Promise<object | undefined> {
  const answer = await world.control('GET', '/trades/C00000017');
  return answer.json<{ notifications: object[] }>().notifications[0];
}

describe('a paid trade', () => {
  test('is told to the notify_url, signed and encrypted', async () => {
    const world = await startWorld();
    await payOne(world);
    await world.attempts(1);

    const [delivery] = world.inbox;
    expect(delivery?.url).toBe(NOTIFY_URL);
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json',
      'wechatpay-serial': world.identity.platform.serial,
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    });
    expect(vouchesFor(world.identity, delivery?.headers ?? {}, delivery?.body ?? '')).toBe(true);
    const [body] = bodies(world);
    expect(body).toMatchObject({
      create_time: '2026-11-21T12:00:00+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        associated_data: 'transaction',
      },
    });
    const inside: unknown = JSON.parse(unseal(world.identity, body?.resource));
    expect(inside).toEqual((await world.merchant.query('C00000017')).json());
  });

  test('is signed with the public key when the order named it', async () => {
    const world = await startWorld();
    await world.merchant.order({}, { headers: { 'wechatpay-serial': world.identity.publicKey.id } });
    await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    await world.attempts(1);
    const [delivery] = world.inbox;
    expect(delivery?.headers['wechatpay-serial']).toBe(world.identity.publicKey.id);
    expect(vouchesFor(world.identity, delivery?.headers ?? {}, delivery?.body ?? '')).toBe(true);
  });

  test('is told once when the merchant believes it', async () => {
    const world = await startWorld();
    await payOne(world);
    await world.attempts(1);
    expect(world.clock.nextInMs()).toBeUndefined();
    expect(await notificationOf(world)).toMatchObject({ state: 'delivered', attempts: 1 });
  });
});

describe('the merchant’s answer', () => {
  test.each([
    ['204', () => new Response(null, { status: 204 })],
    ['200 with code FAIL: the status wins', () => new Response('{"code":"FAIL","message":"no"}')],
  ])('%s is taken for success', async (_title, answer) => {
    const world = await startWorld({ answer });
    await payOne(world);
    await world.attempts(1);
    expect(await notificationOf(world)).toMatchObject({ state: 'delivered' });
  });

  test.each<[string, () => Response]>([
    ['401', () => new Response(null, { status: 401 })],
    ['500 with code SUCCESS', () => new Response('{"code":"SUCCESS"}', { status: 500 })],
    ['302', () => new Response(null, { status: 302, headers: { location: '/login' } })],
    [
      'a refused connection',
      () => {
        throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:9') });
      },
    ],
  ])('%s is taken for failure', async (_title, answer) => {
    const world = await startWorld({ answer });
    await payOne(world);
    const [attempt] = await world.attempts(1);
    expect(attempt).toMatchObject({
      result: 'failed',
      attempt: 1,
      nextAttemptAt: '2026-11-21T04:00:15.000Z',
    });
  });

  test('that takes longer than 5 s is taken for none', async () => {
    const hang = (_nth: number, signal: AbortSignal | null) =>
      new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error(String(signal.reason))));
      });
    const world = await startWorld({ answer: hang, timeScale: 1_000 });
    await payOne(world);
    world.clock.advance(0);
    world.clock.advance(4_999);
    expect(await world.attempts(0)).toEqual([]);
    world.clock.advance(1);
    const [attempt] = await world.attempts(1);
    expect(attempt).toMatchObject({
      result: 'failed',
      problem: expect.stringContaining('5000 ms') as string,
    });
    expect(attempt?.status).toBeUndefined();
  });
});

describe('retries', () => {
  test('follow the schedule to its end, with the same id and fresh signatures', async () => {
    const world = await startWorld({ answer: refuse });
    await payOne(world);
    const waits: (number | undefined)[] = [];
    for (let attempt = 1; attempt <= 16; attempt += 1) {
      await world.attempts(attempt);
      waits.push(world.clock.nextInMs());
      world.clock.advance(world.clock.nextInMs() ?? 0);
    }
    const minutes = waits.map((wait) => wait && wait / 60_000);
    expect(minutes).toEqual([0.25, 0.25, 0.5, 3, 10, 20, 30, 30, 30, 60, 180, 180, 180, 360, 360, undefined]);
    expect(new Set(bodies(world).map(({ id }) => id)).size).toBe(1);
    expect(new Set(world.inbox.map(({ headers }) => headers['wechatpay-nonce'])).size).toBe(16);
    expect(await notificationOf(world)).toMatchObject({ state: 'given-up', attempts: 16 });
  });

  test('stop once the merchant believes', async () => {
    const world = await startWorld({
      answer: (nth) => (nth < 3 ? refuse() : new Response(null, { status: 204 })),
    });
    await payOne(world);
    await world.attempts(1);
    world.clock.advance(15_000);
    await world.attempts(2);
    world.clock.advance(15_000);
    await world.attempts(3);
    expect(world.clock.nextInMs()).toBeUndefined();
  });

  test('are shortened by the time scale', async () => {
    const world = await startWorld({ answer: refuse, timeScale: 60 });
    await payOne(world);
    await world.attempts(1);
    expect(world.clock.nextInMs()).toBe(250);
  });

  test('survive a restart of the sandbox, at their own time', async () => {
    const world = await startWorld({ answer: refuse });
    await payOne(world);
    await world.attempts(1);
    const next = await world.restart();
    expect(next.clock.nextInMs()).toBe(15_000);
    next.clock.advance(15_000);
    const [attempt] = await next.attempts(1);
    expect(attempt).toMatchObject({ attempt: 2, subject: 'C00000017' });
    expect(bodies(next)[0]?.id).toBe(bodies(world)[0]?.id);
  });

  test('that came due while the sandbox was away are made at once', async () => {
    const world = await startWorld();
    await payOne(world);
    const next = await world.restart();
    await next.attempts(1);
    expect(await notificationOf(next)).toMatchObject({ state: 'delivered', attempts: 1 });
  });
});
