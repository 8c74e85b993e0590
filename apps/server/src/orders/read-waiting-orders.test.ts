import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import { readWaitingOrders } from './read-waiting-orders.ts';
import { makeOrder } from './testing/make-order.ts';

test.each(testDatabases())('all orders that wait are read, however many, on %s', async (_name, open) => {
  const database = await open();
  const { shopId, products } = await openTestShop(database, 'waiting');
  await makeOrder(makeContext(database), { shopId, productId: products.duck });
  await sql`
    insert into shop_order (shop_id, buyer_id, shop_day, number, status, total_fen, remark, placed_at, expires_at, paid_at)
    select shop_id, buyer_id, shop_day, number + copy, status, total_fen, remark, placed_at, expires_at, paid_at
    from shop_order, generate_series(1, 1000) as copy`.execute(database.db);
  const { orders, seq } = await readWaitingOrders(database, shopId);
  expect(orders.map(({ number }) => Number(number))).toEqual(
    Array.from({ length: 1_001 }, (_, nth) => nth + 1),
  );
  expect(seq).toBe(1);
});
