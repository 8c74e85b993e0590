import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import { toChinaTime } from '../platform/china-time.ts';

const HOUR_MS = 3_600_000;
const refuse = () => new Response(null, { status: 500 });

describe('the clock, set forward', () => {
  test('lets trades expire, while signatures keep the machine’s time', async () => {
    const world = await startWorld();
    await world.merchant.order({ time_expire: toChinaTime(world.clock.now() + 15 * 60_000) });
    expect((await world.control('POST', '/clock', { advanceMs: HOUR_MS })).json()).toEqual({
      now: '2026-11-21T05:00:00.000Z',
      aheadMs: HOUR_MS,
      timeScale: 1,
    });
    const answer = await world.merchant.query('C00000017');
    expect(answer.json()).toMatchObject({ trade_state: 'CLOSED' });
    expect(answer.headers['wechatpay-timestamp']).toBe(String(world.clock.now() / 1000));
  });

  test('goes through the whole retry schedule', async () => {
    const world = await startWorld({ answer: refuse });
    await world.merchant.order();
    await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    await world.control('POST', '/clock', { advanceMs: 24 * HOUR_MS });
    expect(world.inbox).toHaveLength(15);
    await world.control('POST', '/clock', { advanceMs: HOUR_MS });
    expect((await world.control('GET', '/notifications')).json()).toMatchObject({
      notifications: [{ state: 'given-up', attempts: 16 }],
    });
  });

  test('is found there after a restart', async () => {
    const world = await startWorld();
    await world.control('POST', '/clock', { advanceMs: HOUR_MS });
    const next = await world.restart();
    expect((await next.control('GET', '/clock')).json()).toMatchObject({ aheadMs: HOUR_MS });
  });

  test('brings what a fault delayed past the trade’s end', async () => {
    const world = await startWorld();
    await world.merchant.order();
    await world.control('POST', '/faults', { name: 'delay', value: 20 * 60_000 });
    await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    await world.control('POST', '/clock', { advanceMs: 19 * 60_000 });
    expect(world.inbox).toHaveLength(0);
    await world.control('POST', '/clock', { advanceMs: 60_000 });
    expect(world.inbox).toHaveLength(1);
  });

  test.each([{ advanceMs: -1 }, { advanceMs: 1e12 }, { timeScale: 0 }])('refuses %j', async (body) => {
    const world = await startWorld();
    expect((await world.control('POST', '/clock', body)).json()).toMatchObject({
      error: { code: 'invalid_request' },
    });
  });
});

test('the time scale shortens waits from now on', async () => {
  const world = await startWorld({ answer: refuse });
  await world.control('POST', '/clock', { timeScale: 60 });
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  await world.attempts(1);
  expect(world.clock.nextInMs()).toBe(250);
});

test('the bill of a day is shown as the ledger has it', async () => {
  const world = await startWorld();
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  await world.merchant.refund();
  expect((await world.control('GET', '/bills/2026-11-21')).json()).toMatchObject({
    date: '2026-11-21',
    readyAt: '2026-11-22T02:00:00.000Z',
    lines: [
      { outTradeNo: 'C00000017', tradeState: 'SUCCESS', amountFen: 4200 },
      { outTradeNo: 'C00000017', tradeState: 'REFUND', amountFen: -1200, outRefundNo: 'R00000001' },
    ],
  });
  expect((await world.control('GET', '/bills/today')).json()).toMatchObject({
    error: { code: 'invalid_request' },
  });
});
