import { randomUUID } from 'node:crypto';
import type { PlaceOrderRequest } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findOrder } from '../orders/index.ts';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { placeOrder } from './place-order.ts';

describe.each(testDatabases())('placing an order on %s', (_name, open) => {
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

  async function place(
    request: PlaceOrderRequest,
    options: { buyerId?: string; key?: string } = {},
  ): Promise<number> {
    const { buyerId = 'buyer', key = randomUUID() } = options;
    return placeOrder(context, { shopId: shop.shopId, buyerId, idempotencyKey: key, request });
  }

  function wants(product: keyof TestShop['products'], quantity: number) {
    return { productId: shop.products[product], quantity };
  }

  async function stockOf(product: keyof TestShop['products']): Promise<number | null | undefined> {
    const { rows } = await sql<{ stock: number | null }>`
      select stock from product where id = ${shop.products[product]}`.execute(database.db);
    return rows[0]?.stock;
  }

  async function orderCount(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*) from shop_order where shop_id = ${shop.shopId}`.execute(database.db);
    return rows[0]?.count ?? -1;
  }

  test('takes names and prices from the catalog, and waits for payment', async () => {
    const lines = [wants('fish', 2), wants('rice', 3)];
    const orderId = await place({ lines, totalFen: 12_200, tableCode: shop.tableCode, remark: '不要香菜' });
    expect(await findOrder(database.db, orderId)).toEqual({
      id: orderId,
      shopId: shop.shopId,
      number: '001',
      fulfilment: 'table',
      tableName: '一号桌',
      contact: null,
      status: 'pending_payment',
      takeaway: { status: 1, payStatus: 0 },
      lines: [
        { productId: shop.products.fish, name: 'fish', quantity: 2, unitPriceFen: 5_800, amountFen: 11_600 },
        { productId: shop.products.rice, name: 'rice', quantity: 3, unitPriceFen: 200, amountFen: 600 },
      ],
      deliveryFeeFen: 0,
      totalFen: 12_200,
      remark: '不要香菜',
      placedAt: '2026-11-21T04:00:00.000Z',
      expiresAt: '2026-11-21T04:15:00.000Z',
      paidAt: null,
      promisedAt: null,
      remindedAt: null,
      cancellation: null,
      refunds: [],
      timeline: [{ status: 'pending_payment', at: '2026-11-21T04:00:00.000Z', by: 'buyer' }],
    });
  });

  test('counts numbers per shop and day, from midnight in Shanghai', async () => {
    const numbers: (string | undefined)[] = [];
    const placeNext = async () => {
      const orderId = await place({ lines: [wants('rice', 1)], totalFen: 200 });
      numbers.push((await findOrder(database.db, orderId))?.number);
    };
    await placeNext();
    await placeNext();
    context.advance(12 * 60 * 60_000);
    await placeNext();
    expect(numbers).toEqual(['001', '002', '001']);
  });

  test('takes limited stock and leaves the unlimited alone', async () => {
    await place({ lines: [wants('fish', 5), wants('rice', 5)], totalFen: 30_000 });
    expect([await stockOf('fish'), await stockOf('rice')]).toEqual([7, null]);
  });

  test('brings two lines of one product together', async () => {
    const orderId = await place({ lines: [wants('duck', 1), wants('duck', 2)], totalFen: 9_000 });
    expect((await findOrder(database.db, orderId))?.lines).toMatchObject([{ name: 'duck', quantity: 3 }]);
  });

  describe('refuses', () => {
    async function expectRefusal(placing: Promise<number>, refusal: object): Promise<void> {
      await expect(placing).rejects.toMatchObject(refusal);
      expect(await orderCount()).toBe(0);
      expect([await stockOf('fish'), await stockOf('duck')]).toEqual([12, 3]);
    }

    test('a total that is not what the products cost, and says what they cost', async () => {
      await expectRefusal(place({ lines: [wants('fish', 2)], totalFen: 1 }), {
        code: 'price_changed',
        details: { totalFen: 11_600, lines: [{ name: 'fish', unitPriceFen: 5_800 }] },
      });
    });

    // Elsewhere a skipped check skipped the price sum with it, and orders cost nothing.
    test('a total of nothing', async () => {
      await expectRefusal(place({ lines: [wants('fish', 1)], totalFen: 0 }), { code: 'price_changed' });
      await expectRefusal(place({ lines: [wants('tea', 1)], totalFen: 0 }), { code: 'order_costs_nothing' });
    });

    test('more than is left, and says of what and how many are', async () => {
      const lines = [wants('duck', 4), wants('rice', 1), wants('fish', 13)];
      await expectRefusal(place({ lines, totalFen: 87_600 }), {
        code: 'sold_out',
        details: {
          products: [
            { productId: shop.products.fish, name: 'fish', left: 12 },
            { productId: shop.products.duck, name: 'duck', left: 3 },
          ],
        },
      });
    });

    test('all of it when the last line is sold out: nothing stays taken', async () => {
      const lines = [wants('fish', 1), wants('duck', 4)];
      await expectRefusal(place({ lines, totalFen: 17_800 }), {
        code: 'sold_out',
        details: { products: [{ name: 'duck', left: 3 }] },
      });
    });

    test('what the shop does not sell', async () => {
      const other = await openTestShop(database, randomUUID().slice(0, 8));
      const lines = [{ productId: other.products.fish, quantity: 1 }];
      await expectRefusal(place({ lines, totalFen: 5_800 }), {
        code: 'product_unknown',
        details: { productIds: [other.products.fish] },
      });
    });

    test('what is off the shelf', async () => {
      const { rows } = await sql<{ id: number }>`
        select id from product where shop_id = ${shop.shopId} and name = 'soup'`.execute(database.db);
      const lines = [{ productId: rows[0]?.id ?? 0, quantity: 1 }];
      await expectRefusal(place({ lines, totalFen: 900 }), {
        code: 'product_off_shelf',
        details: { products: [{ productId: rows[0]?.id, name: 'soup' }] },
      });
    });

    test('the table of another shop, and one that is none', async () => {
      const other = await openTestShop(database, randomUUID().slice(0, 8));
      for (const tableCode of [other.tableCode, 'no-such-table']) {
        await expectRefusal(place({ lines: [wants('rice', 1)], totalFen: 200, tableCode }), {
          code: 'table_not_found',
        });
      }
    });

    test('more of a product than one order takes, over all its lines', async () => {
      const lines = [wants('rice', 99), wants('rice', 1)];
      await expectRefusal(place({ lines, totalFen: 20_000 }), {
        code: 'too_many_of_product',
        details: { productIds: [shop.products.rice], maxQuantity: 99 },
      });
    });
  });

  describe('with the same Idempotency-Key', () => {
    test('places one order however many ask at once', async () => {
      const request = { lines: [wants('duck', 1)], totalFen: 3_000 };
      const placings = Array.from({ length: 10 }, async () => place(request, { key: 'same' }));
      expect(new Set(await Promise.all(placings)).size).toBe(1);
      expect(await orderCount()).toBe(1);
      expect(await stockOf('duck')).toBe(2);
    });

    test('gives the same order again when the product has left the shelf since', async () => {
      const request = { lines: [wants('duck', 1)], totalFen: 3_000 };
      const first = await place(request, { key: 'kept' });
      await sql`update product set on_shelf = false where id = ${shop.products.duck}`.execute(database.db);
      expect(await place(request, { key: 'kept' })).toBe(first);
    });

    test('refuses another body', async () => {
      await place({ lines: [wants('rice', 1)], totalFen: 200 }, { key: 'once' });
      const placing = place({ lines: [wants('rice', 2)], totalFen: 400 }, { key: 'once' });
      await expect(placing).rejects.toMatchObject({ code: 'idempotency_key_reused' });
      expect(await orderCount()).toBe(1);
    });

    test('keeps buyers apart', async () => {
      const request = { lines: [wants('rice', 1)], totalFen: 200 };
      const one = await place(request, { key: 'k', buyerId: 'one' });
      expect(await place(request, { key: 'k', buyerId: 'other' })).not.toBe(one);
    });

    test('tries again after a refusal', async () => {
      await expect(place({ lines: [wants('rice', 1)], totalFen: 1 }, { key: 'again' })).rejects.toThrow();
      await expect(place({ lines: [wants('rice', 1)], totalFen: 200 }, { key: 'again' })).resolves.toBeTypeOf(
        'number',
      );
    });
  });

  test('sells exactly the twelve fish there are to fifty buyers at once', async () => {
    const request = { lines: [wants('rice', 1), wants('fish', 1)], totalFen: 6_000 };
    const placings = Array.from({ length: 50 }, async (_, index) => place(request, { buyerId: `b${index}` }));
    const results = await Promise.allSettled(placings);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
    const refusals = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'sold_out' });
    expect(await stockOf('fish')).toBe(0);
    expect(await orderCount()).toBe(12);
  });

  test('does not deadlock on orders of the same dishes in opposite order', async () => {
    await sql`update product set stock = 1000 where shop_id = ${shop.shopId}`.execute(database.db);
    const there = { lines: [wants('fish', 1), wants('duck', 1)], totalFen: 8_800 };
    const back = { lines: [wants('duck', 1), wants('fish', 1)], totalFen: 8_800 };
    await Promise.all(Array.from({ length: 30 }, async (_, index) => place(index % 2 ? there : back)));
    expect([await stockOf('fish'), await stockOf('duck')]).toEqual([970, 970]);
  });
});
