import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { expireOrders } from './expire-orders.ts';

const MINUTE_MS = 60_000;
/** An order's time to pay, and the minute of grace. */
const EXPIRY_MS = 16 * MINUTE_MS;

describe.each(testDatabases())('an order that is not paid in time, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
  });

  async function expire(): Promise<void> {
    await expireOrders(till.parts);
  }

  test('is ended a minute after its time, and its stock goes back', async () => {
    const orderId = await till.place(3);
    till.context.advance(EXPIRY_MS - 1);
    await expire();
    expect((await till.order(orderId)).status).toBe('pending_payment');
    till.context.advance(1);
    await expire();
    expect(await till.order(orderId)).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'expired' },
      timeline: [{ status: 'pending_payment' }, { status: 'cancelled', by: 'system' }],
    });
    expect(await till.fishLeft()).toBe(12);
    expect(await till.told(orderId)).toEqual(['order.cancelled']);
    await till.expectBooks();
  });

  test('is ended without a merchant, if it never had a trade', async () => {
    const orderId = await till.place();
    till.context.advance(EXPIRY_MS);
    await expireOrders({ context: till.context, pay: undefined });
    expect((await till.order(orderId)).status).toBe('cancelled');
  });

  test('has its trade asked about, closed and asked about again before its stock goes back', async () => {
    const orderId = await till.place();
    till.context.advance(14 * MINUTE_MS);
    const { outTradeNo } = await till.open(orderId);
    till.merchant.wechat.requests.length = 0;
    till.context.advance(2 * MINUTE_MS);
    await expire();
    const asked = till.merchant.wechat.requests.map(
      ({ method, path }) => `${method} ${path.split('/').at(-1) ?? ''}`,
    );
    expect(asked).toEqual([`GET ${outTradeNo}`, 'POST close', `GET ${outTradeNo}`]);
    expect((await till.order(orderId)).status).toBe('cancelled');
    await till.expectBooks();
  });

  test('stays when its payment is found at the last moment', async () => {
    const orderId = await till.place();
    const { outTradeNo } = await till.open(orderId);
    till.merchant.wechat.payTrade(outTradeNo);
    till.context.advance(EXPIRY_MS);
    await expire();
    expect((await till.order(orderId)).status).toBe('paid');
    expect(await till.fishLeft()).toBe(11);
    await till.expectBooks();
  });

  test('stays when it is paid in the moment of the close', async () => {
    const orderId = await till.place();
    await till.open(orderId);
    till.context.advance(EXPIRY_MS);
    till.merchant.wechat.meetNextClose('paid');
    await expire();
    expect((await till.order(orderId)).status).toBe('paid');
    await till.expectBooks();
  });

  test('keeps its stock while WeChat does not say how its trade stands, and is tried again', async () => {
    const orderId = await till.place();
    await till.open(orderId);
    till.context.advance(EXPIRY_MS);
    till.merchant.wechat.loseNextAnswer({ done: true });
    await expire();
    expect(await till.fishLeft()).toBe(11);
    await expire();
    expect((await till.order(orderId)).status).toBe('pending_payment');
    till.context.advance(30_000);
    await expire();
    expect((await till.order(orderId)).status).toBe('cancelled');
    expect(await till.fishLeft()).toBe(12);
    await till.expectBooks();
  });

  // WeChat has been seen to confirm the closing of numbers that it did not close.
  test('keeps its stock while a close was confirmed and not done', async () => {
    const orderId = await till.place();
    await till.open(orderId);
    till.context.advance(EXPIRY_MS);
    till.merchant.wechat.meetNextClose('not done');
    await expire();
    expect((await till.order(orderId)).status).toBe('pending_payment');
    expect(await till.fishLeft()).toBe(11);
  });

  test('is ended by one of several nodes, which share the work', async () => {
    const orderIds = [await till.place(), await till.place(), await till.place(), await till.place()];
    for (const orderId of orderIds) await till.open(orderId);
    till.context.advance(EXPIRY_MS);
    till.merchant.wechat.requests.length = 0;
    await Promise.all([expire(), expire(), expire()]);
    for (const orderId of orderIds) {
      expect((await till.order(orderId)).status).toBe('cancelled');
      expect(await till.told(orderId)).toEqual(['order.cancelled']);
    }
    expect(till.merchant.wechat.requests).toHaveLength(3 * orderIds.length);
    expect(await till.fishLeft()).toBe(12);
    await till.expectBooks();
  });

  test('cannot be paid again while it is being ended', async () => {
    const orderId = await till.place();
    await till.open(orderId);
    till.context.advance(EXPIRY_MS);
    const [, opened] = await Promise.allSettled([expire(), till.open(orderId)]);
    expect(opened.status).toBe('rejected');
    await till.work();
    expect((await till.order(orderId)).status).toBe('cancelled');
    await till.expectBooks();
  });

  test('gives money back that comes after its end', async () => {
    const orderId = await till.place();
    const trade = await till.open(orderId);
    till.context.advance(EXPIRY_MS);
    await expire();
    expect(await till.pay(trade)).toBe('late_payment');
    await till.work();
    expect(till.merchant.wechat.refunds.givenFen(trade.outTradeNo)).toBe(trade.amountFen);
    await till.expectBooks();
  });
});
