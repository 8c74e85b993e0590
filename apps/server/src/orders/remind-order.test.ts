import { randomUUID } from 'node:crypto';
import { orderDestination, shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent, OrderStatus } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { remindOrder } from './remind-order.ts';
import { makeOrder } from './testing/make-order.ts';

describe.each(testDatabases())('reminding the shop of an order, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let shop: TestShop;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    context = makeContext(database);
    shop = await openTestShop(database, randomUUID().slice(0, 8));
  });

  async function order(status?: OrderStatus): Promise<number> {
    return makeOrder(context, {
      shopId: shop.shopId,
      productId: shop.products.duck,
      ...(status && { status }),
    });
  }

  async function remind(orderId: number, buyerId: string | undefined = 'buyer') {
    return remindOrder(context, { orderId, buyerId });
  }

  async function toldAt(destination: string): Promise<string[]> {
    const { rows } = await sql<{ payload: OrderEvent }>`
      select payload from journal_entry join journal_destination on id = destination_id
      where name = ${destination} order by seq`.execute(database.db);
    return rows.map(({ payload }) => payload.type);
  }

  test('tells both journals, and the order when it was', async () => {
    const orderId = await order();
    const { order: reminded, seq } = await remind(orderId);
    expect(reminded.remindedAt).toBe('2026-11-21T04:00:00.000Z');
    expect(seq).toBe(2);
    for (const destination of [orderDestination(orderId), shopOrdersDestination(shop.shopId)]) {
      expect(await toldAt(destination)).toEqual(['order.paid', 'order.reminded']);
    }
  });

  test('happens at most once a minute, and says when again', async () => {
    const orderId = await order();
    await remind(orderId);
    context.advance(59_999);
    await expect(remind(orderId)).rejects.toMatchObject({
      code: 'order_reminded_lately',
      status: 429,
      details: { again: '2026-11-21T04:01:00.000Z' },
    });
    context.advance(1);
    expect((await remind(orderId)).seq).toBe(3);
  });

  test('happens once when twenty taps come at the same moment', async () => {
    const orderId = await order();
    const taps = await Promise.allSettled(Array.from({ length: 20 }, async () => remind(orderId)));
    expect(taps.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const tap of taps) {
      if (tap.status === 'rejected') expect(tap.reason).toMatchObject({ code: 'order_reminded_lately' });
    }
    expect(await toldAt(shopOrdersDestination(shop.shopId))).toEqual(['order.paid', 'order.reminded']);
  });

  test.each(['other', undefined])('is for its buyer alone: to %s it is not there', async (buyerId) => {
    const orderId = await order();
    await expect(remindOrder(context, { orderId, buyerId })).rejects.toMatchObject({
      code: 'order_not_found',
    });
    await expect(remind(orderId + 1_000)).rejects.toMatchObject({ code: 'order_not_found' });
    expect(await toldAt(orderDestination(orderId))).toEqual(['order.paid']);
  });

  test.each([
    ['pending_payment', 'order_not_paid'],
    ['accepted', 'order_already_accepted'],
    ['ready', 'order_already_accepted'],
    ['completed', 'order_already_accepted'],
    ['cancelled', 'order_cancelled'],
  ] as const)('is refused when the order is %s: %s', async (status, code) => {
    await expect(remind(await order(status))).rejects.toMatchObject({ code });
  });
});
