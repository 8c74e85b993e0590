import { randomUUID } from 'node:crypto';
import type { Order, PlaceOrderRequest } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findOrder } from '../orders/index.ts';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import { HOME } from '../testing/test-contact.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { placeOrder } from './place-order.ts';

describe.each(testDatabases())('placing an order that is brought or fetched, on %s', (_name, open) => {
  let database: Database;
  let shop: TestShop;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    shop = await openTestShop(database, randomUUID().slice(0, 8));
    await offer({ pickup: true, feeFen: 500, minimumFen: 3_000 });
  });

  async function offer(terms: { pickup: boolean; feeFen: number | null; minimumFen: number }): Promise<void> {
    await sql`
      update shop set pickup = ${terms.pickup}, delivery_fee_fen = ${terms.feeFen},
        delivery_minimum_fen = ${terms.minimumFen}
      where id = ${shop.shopId}`.execute(database.db);
  }

  async function place(request: PlaceOrderRequest, key: string = randomUUID()): Promise<number> {
    const { shopId } = shop;
    return placeOrder(makeContext(database), { shopId, buyerId: 'buyer', idempotencyKey: key, request });
  }

  async function placed(request: PlaceOrderRequest): Promise<Order | undefined> {
    return findOrder(database.db, await place(request));
  }

  function duck(quantity = 1) {
    return [{ productId: shop.products.duck, quantity }];
  }

  test('adds the shop’s fee to what is delivered, and keeps where it goes', async () => {
    const request = { fulfilment: 'delivery', contact: HOME, lines: duck(), totalFen: 3_500 } as const;
    expect(await placed(request)).toMatchObject({
      fulfilment: 'delivery',
      contact: HOME,
      tableName: null,
      deliveryFeeFen: 500,
      totalFen: 3_500,
    });
  });

  test('asks no fee for what is fetched or eaten there', async () => {
    const fetched = await placed({ fulfilment: 'pickup', lines: duck(), totalFen: 3_000 });
    expect(fetched).toMatchObject({
      fulfilment: 'pickup',
      contact: null,
      deliveryFeeFen: 0,
      totalFen: 3_000,
    });
    const { tableCode } = shop;
    const eaten = await placed({ fulfilment: 'table', tableCode, lines: duck(), totalFen: 3_000 });
    expect(eaten).toMatchObject({ fulfilment: 'table', tableName: '一号桌', totalFen: 3_000 });
  });

  test('knows by the table’s code, if it is not said, whether it is fetched', async () => {
    const { tableCode } = shop;
    expect(await placed({ lines: duck(), totalFen: 3_000 })).toMatchObject({ fulfilment: 'pickup' });
    expect(await placed({ tableCode, lines: duck(), totalFen: 3_000 })).toMatchObject({
      fulfilment: 'table',
    });
  });

  test('makes the address that was used the first in the buyer’s book', async () => {
    await sql`
      insert into buyer_address (buyer_id, name, phone, address, used_at)
      values ('buyer', ${HOME.name}, ${HOME.phone}, ${HOME.address}, '2026-01-01Z')`.execute(database.db);
    await place({ fulfilment: 'delivery', contact: HOME, lines: duck(), totalFen: 3_500 });
    const { rows } = await sql<{ used_at: Date }>`
      select used_at from buyer_address where buyer_id = 'buyer'`.execute(database.db);
    expect(rows).toEqual([{ used_at: new Date('2026-11-21T04:00:00Z') }]);
    await sql`delete from buyer_address`.execute(database.db);
  });

  describe('refuses', () => {
    const delivery = { fulfilment: 'delivery', contact: HOME } as const;

    async function expectRefusal(placing: Promise<number>, refusal: object): Promise<void> {
      await expect(placing).rejects.toMatchObject(refusal);
      const { rows } = await sql<{ orders: number; stock: number }>`
        select stock, (select count(*) from shop_order where shop_id = ${shop.shopId}) as orders
        from product where id = ${shop.products.duck}`.execute(database.db);
      expect(rows).toEqual([{ orders: 0, stock: 3 }]);
    }

    test('a delivery that says nothing of where', async () => {
      const placing = place({ fulfilment: 'delivery', lines: duck(), totalFen: 3_500 });
      await expectRefusal(placing, { code: 'contact_missing', status: 422 });
    });

    test('a delivery of less than the shop’s minimum, not counting the fee', async () => {
      const lines = [{ productId: shop.products.rice, quantity: 14 }];
      await expectRefusal(place({ ...delivery, lines, totalFen: 3_300 }), {
        code: 'below_delivery_minimum',
        details: { minimumFen: 3_000, missingFen: 200 },
      });
    });

    test('a delivery by a shop that brings nothing', async () => {
      await offer({ pickup: true, feeFen: null, minimumFen: 0 });
      const placing = place({ ...delivery, lines: duck(), totalFen: 3_000 });
      await expectRefusal(placing, { code: 'delivery_not_offered' });
    });

    test('to have it fetched where nothing is fetched', async () => {
      await offer({ pickup: false, feeFen: 500, minimumFen: 0 });
      await expectRefusal(place({ lines: duck(), totalFen: 3_000 }), { code: 'pickup_not_offered' });
    });

    test('an order at no table', async () => {
      const placing = place({ fulfilment: 'table', lines: duck(), totalFen: 3_000 });
      await expectRefusal(placing, { code: 'table_code_missing', status: 422 });
    });

    test('a total without the fee, and says what it is', async () => {
      await expectRefusal(place({ ...delivery, lines: duck(), totalFen: 3_000 }), {
        code: 'price_changed',
        details: { totalFen: 3_500, deliveryFeeFen: 500, lines: [{ unitPriceFen: 3_000 }] },
      });
    });

    test('a fee that has changed since, even to nothing', async () => {
      await offer({ pickup: true, feeFen: 0, minimumFen: 0 });
      await expectRefusal(place({ ...delivery, lines: duck(), totalFen: 3_500 }), {
        code: 'price_changed',
        details: { totalFen: 3_000, deliveryFeeFen: 0 },
      });
    });
  });

  test.each([
    ['another door', { contact: { ...HOME, address: '桂花巷 10 号' } }],
    ['another telephone number', { contact: { ...HOME, phone: '13900000000' } }],
    ['another way', { fulfilment: 'pickup', contact: undefined, totalFen: 3_000 }],
  ] as const)('refuses an Idempotency-Key that comes again with %s', async (_what, change) => {
    const request = { fulfilment: 'delivery', contact: HOME, lines: duck(), totalFen: 3_500 } as const;
    const key = randomUUID();
    const orderId = await place(request, key);
    await expect(place({ ...request, ...change }, key)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await place(request, key)).toBe(orderId);
  });
});
