import type { MenuReply, OrderListReply, OrderReply, PassListReply, TradeReply } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { hashToken } from '../platform/ids.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { buyerIdOf } from '../testing/pass-screen.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { buyPass } from './buy-pass.ts';
import { checkAllBooks } from './check-all-books.ts';
import { expireOrders } from './expire-orders.ts';
import { joinBuyer } from './join-buyer.ts';

const MINUTE_MS = 60_000;

describe.each(testDatabases())('a pass that is bought, on %s', (_name, open) => {
  let database: Database;
  let counter: PassCounter;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    counter = await openPassCounter(database);
  });

  afterEach(async () => {
    expect(await checkAllBooks(database)).toEqual([]);
    await counter.app.close();
  });

  test('is the buyer’s once it is paid, and rings nowhere', async () => {
    const { buyer, clerk, shopId } = counter;
    const kind = await counter.saveKind();
    const { orderId, trade } = await counter.order(kind);
    expect(trade.amountFen).toBe(19_900);
    // What the buyer reads in WeChat.
    expect(counter.app.merchant.wechat.requests.at(-1)?.body.description).toBe('Shop passes 咖啡十杯卡');
    expect((await counter.get<PassListReply>(buyer, '/api/passes')).passes).toEqual([]);

    expect(await counter.notify(trade)).toBe(204);
    const { order } = await counter.get<OrderReply>(buyer, `/api/orders/${orderId}`);
    expect(order).toMatchObject({ status: 'completed', fulfilment: 'pass', passId: 1, totalFen: 19_900 });
    expect(order?.lines).toMatchObject([{ productId: null, name: '咖啡十杯卡', quantity: 1 }]);
    expect(order?.timeline.map(({ status, by }) => [status, by])).toEqual([
      ['pending_payment', 'buyer'],
      ['paid', 'wechat'],
      ['completed', 'system'],
    ]);

    const { passes } = await counter.get<PassListReply>(buyer, '/api/passes');
    expect(passes).toEqual([
      {
        ...{ id: 1, shopId, shopName: 'Shop passes', kindId: kind.id, orderId, state: 'active' },
        ...{ name: '咖啡十杯卡', terms: '任选中杯', visits: 10, left: 10, priceFen: 19_900 },
        ...{ refundable: true, frozen: null, issuedAt: '2026-11-21T04:00:00.000Z' },
        // The end of that day in China.
        expiresAt: '2027-11-21T15:59:59.999Z',
      },
    ]);
    // Paid again, and again, it is one pass still.
    expect(await counter.notify(trade)).toBe(204);
    expect(await counter.told()).toEqual({
      [`/topic/orders/${orderId}`]: ['order.completed'],
      '/topic/passes/1': ['pass.changed'],
    });
    const rings = await sql`select from ring`.execute(database.db);
    expect(rings.rows).toEqual([]);
    expect((await counter.get<OrderListReply>(clerk, `/api/staff/shops/${shopId}/orders`)).orders).toEqual(
      [],
    );
  });

  test('is ordered once for a key, at the price that was shown', async () => {
    const { buyer, shopId } = counter;
    const { id: kindId, priceFen } = await counter.saveKind();
    const path = `/api/shops/${shopId}/passes`;
    const first = await counter.post<OrderReply>(buyer, path, { kindId, priceFen }, 'one');
    const again = await counter.post<OrderReply>(buyer, path, { kindId, priceFen }, 'one');
    expect(again.order?.id).toBe(first.order?.id);
    const other = await counter.post(buyer, path, { kindId, priceFen: 1 }, 'one');
    expect(other).toMatchObject({ status: 422, error: { code: 'idempotency_key_reused' } });
    expect(await counter.post(buyer, path, { kindId, priceFen: 1 }, 'two')).toMatchObject({
      status: 409,
      error: { code: 'pass_price_changed', details: { priceFen: 19_900 } },
    });
    expect(await counter.post(buyer, path, { kindId: 99, priceFen }, 'three')).toMatchObject({
      status: 404,
      error: { code: 'pass_kind_not_found' },
    });
    expect(await counter.post(openBrowser(counter.app.http), path, { kindId, priceFen }, 'k')).toMatchObject({
      status: 401,
      error: { code: 'buyer_unknown' },
    });
    expect(await counter.post(buyer, path, { kindId, priceFen })).toMatchObject({
      error: { code: 'idempotency_key_missing' },
    });
  });

  test('is refused beyond what one buyer may hold, with those that wait for payment', async () => {
    const { buyer, shopId } = counter;
    const kind = await counter.saveKind({ maxPerBuyer: 2 });
    await counter.sell(kind);
    const path = `/api/shops/${shopId}/passes`;
    const wish = { kindId: kind.id, priceFen: kind.priceFen };
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (key) => counter.post(buyer, path, wish, key)),
    );
    expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([
      200, 409, 409, 409,
    ]);
    expect(answers.find(({ status }) => status === 409)?.error).toMatchObject({
      code: 'pass_limit_reached',
      details: { max: 2 },
    });
    // Another buyer has a limit of their own.
    await counter.sell(kind, await counter.openBuyer());
  });

  test('is not refunded as an order, but through the pass', async () => {
    const { manager } = counter;
    await counter.sell(await counter.saveKind());
    const refused = await counter.post(
      manager,
      '/api/staff/orders/1/refunds',
      { amountFen: 100, reason: '补偿' },
      'k',
    );
    expect(refused).toMatchObject({
      status: 409,
      error: { code: 'order_is_pass', details: { passId: 1 } },
    });
  });

  test('is a row of its own in the report of the day', async () => {
    await counter.sell(await counter.saveKind());
    await counter.sell(await counter.saveKind({ name: '洗车十次卡', priceFen: 30_000 }));
    const path = `/api/staff/shops/${counter.shopId}/reports/2026-11-21`;
    const { report } = (await counter.manager.get(path)).json<{ report: Record<string, unknown> }>();
    expect(report.byProduct).toEqual([
      { productId: null, name: '洗车十次卡', quantity: 1, salesFen: 30_000 },
      { productId: null, name: '咖啡十杯卡', quantity: 1, salesFen: 19_900 },
    ]);
    expect(report.byFulfilment).toContainEqual({ fulfilment: 'pass', orders: 2, salesFen: 49_900 });
  });

  test('is not brought by a payment that comes too late, which is given back', async () => {
    const { app, buyer, context } = counter;
    const { orderId, trade } = await counter.order(await counter.saveKind());
    context.advance(17 * MINUTE_MS);
    await expireOrders({ context, pay: app.merchant.pay });
    expect(await counter.notify(trade)).toBe(204);
    const { order } = await counter.get<OrderReply>(buyer, `/api/orders/${orderId}`);
    expect(order).toMatchObject({
      status: 'cancelled',
      refunds: [{ cause: 'late_payment', amountFen: 19_900 }],
    });
    expect(order).not.toHaveProperty('passId');
    expect((await counter.get<PassListReply>(buyer, '/api/passes')).passes).toEqual([]);
  });

  test('is issued once when it is told of many times, together with dishes, which alone ring', async () => {
    const { buyer, shopId } = counter;
    const { orderId, trade } = await counter.order(await counter.saveKind());
    const menu = (await buyer.get(`/api/shops/${shopId}/menu`)).json<MenuReply>();
    const rice = menu.categories.flatMap(({ products }) => products).find(({ name }) => name === 'rice');
    const body = { lines: [{ productId: rice?.id, quantity: 1 }], totalFen: 200 };
    const placed = await counter.post<OrderReply>(buyer, `/api/shops/${shopId}/orders`, body, 'rice');
    const riceId = placed.order?.id ?? 0;
    const riceTrade = (await buyer.post(`/api/orders/${riceId}/trade`)).json<TradeReply>();
    const told = Array.from({ length: 8 }, async (_, nth) =>
      counter.notify(nth % 2 === 0 ? trade : riceTrade),
    );
    expect(new Set(await Promise.all(told))).toEqual(new Set([204]));
    expect((await counter.get<PassListReply>(buyer, '/api/passes')).passes).toHaveLength(1);
    expect(await counter.told()).toMatchObject({
      [`/topic/orders/${orderId}`]: ['order.completed'],
      [`/topic/orders/${riceId}`]: ['order.paid'],
      [`/topic/shops/${shopId}/orders`]: ['order.paid'],
    });
    const rings = await sql<{ id: number }>`select order_id as id from ring`.execute(database.db);
    expect(rings.rows).toEqual([{ id: riceId }]);
    const { orders } = await counter.get<OrderListReply>(counter.clerk, `/api/staff/shops/${shopId}/orders`);
    expect(orders?.map(({ id }) => id)).toEqual([riceId]);
  });

  test('goes to the account of a buyer who logs in, before it is paid or after', async () => {
    const { buyer, context } = counter;
    const kind = await counter.saveKind();
    await counter.sell(kind);
    const { trade } = await counter.order(kind);
    const buyerId = hashToken(context.ids.token());
    const join = database.transaction(async (tx) =>
      joinBuyer(tx, context, { anonymousId: buyerIdOf(buyer), buyerId }),
    );
    await Promise.all([join, counter.notify(trade)]);
    const owners = await sql<{ owner: string }>`select distinct buyer_id as owner from pass`.execute(
      database.db,
    );
    expect(owners.rows).toEqual([{ owner: buyerId }]);
  });

  test('may not cost more than the law of the place allows', async () => {
    const { manager, shopId, context } = counter;
    const kind = await counter.saveKind();
    const wish = { shopId, buyerId: buyerIdOf(counter.buyer), idempotencyKey: 'k' };
    const request = { kindId: kind.id, priceFen: kind.priceFen };
    await expect(buyPass(context, { ...wish, request, maxPriceFen: 19_899 })).rejects.toMatchObject({
      code: 'pass_kind_not_on_sale',
    });
    const path = `/api/staff/shops/${shopId}/pass-kinds`;
    const dear = { ...kind, onSale: true, priceFen: 500_001 };
    expect(await counter.post(manager, path, dear)).toMatchObject({ status: 400 });
  });
});
