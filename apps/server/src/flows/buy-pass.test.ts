import type { OrderListReply, OrderReply, PassListReply } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { checkAllBooks } from './check-all-books.ts';

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
});
