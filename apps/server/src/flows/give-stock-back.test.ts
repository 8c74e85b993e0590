import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { BUYER, openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';

describe.each(testDatabases())('what a cancelled order took of the stock, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    till = await openTill(database);
  });

  async function setFish(stock: number | null): Promise<void> {
    await sql`update product set stock = ${stock} where id = ${till.shop.products.fish}`.execute(database.db);
  }

  async function cancel(orderId: number): Promise<void> {
    await cancelOwnOrder(till.parts, { orderId, buyerId: BUYER });
  }

  test('goes back once', async () => {
    const orderId = await till.place(5);
    expect(await till.fishLeft()).toBe(7);
    await cancel(orderId);
    expect(await till.fishLeft()).toBe(12);
    await till.expectBooks();
  });

  test('is nothing when the product was unlimited then, though it is limited now', async () => {
    await setFish(null);
    const orderId = await till.place(5);
    await setFish(3);
    await cancel(orderId);
    expect(await till.fishLeft()).toBe(3);
    await till.expectBooks();
  });

  test('is of no use to a product that is unlimited now', async () => {
    const orderId = await till.place(5);
    await setFish(null);
    await cancel(orderId);
    expect(await till.fishLeft()).toBeNaN();
    await till.expectBooks();
  });
});
