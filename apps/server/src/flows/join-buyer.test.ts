import { randomUUID } from 'node:crypto';
import { fc, test as property } from '@fast-check/vitest';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { recogniseBuyer } from '../buyers/index.ts';
import type { BuyerIdentity } from '../buyers/index.ts';
import { hashToken, randomIds } from '../platform/ids.ts';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { joinBuyer } from './join-buyer.ts';
import { placeOrder } from './place-order.ts';

const newBuyer = (): string => hashToken(randomIds.token());

describe.each(testDatabases())('joining what came before the login, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let shop: TestShop;

  beforeAll(async () => {
    database = await open();
    context = makeContext(database);
    shop = await openTestShop(database, `join-${randomUUID().slice(0, 8)}`);
  });

  async function place(buyerId: string, idempotencyKey: string = randomUUID()): Promise<number> {
    const lines = [{ productId: shop.products.rice, quantity: 1 }];
    const request = { lines, totalFen: 200 };
    return placeOrder(context, { shopId: shop.shopId, buyerId, idempotencyKey, request });
  }

  async function join(buyers: { anonymousId: string; buyerId: string }): Promise<boolean> {
    return database.transaction(async (tx) => joinBuyer(tx, context, buyers));
  }

  async function recognise(identity: BuyerIdentity): Promise<string> {
    const found = await database.transaction(async (tx) => recogniseBuyer(tx, context, identity));
    return found.buyerId;
  }

  async function ordersOf(buyerId: string): Promise<number[]> {
    const { rows } = await sql<{ id: number }>`
      select id from shop_order where buyer_id = ${buyerId} order by id`.execute(database.db);
    return rows.map(({ id }) => id);
  }

  async function saveAddress(buyerId: string, name: string): Promise<void> {
    await sql`
      insert into buyer_address (buyer_id, name, phone, address, used_at)
      values (${buyerId}, ${name}, '13800000000', 'Lane 1', ${context.clock.now()})`.execute(database.db);
  }

  async function addressesOf(buyerId: string): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      select name from buyer_address where buyer_id = ${buyerId} order by name`.execute(database.db);
    return rows.map(({ name }) => name);
  }

  test('brings orders, and addresses once each', async () => {
    const [anonymousId, buyerId] = [newBuyer(), newBuyer()];
    const orders = [await place(buyerId), await place(anonymousId), await place(anonymousId)];
    for (const name of ['Li', 'Wang']) await saveAddress(anonymousId, name);
    await saveAddress(buyerId, 'Li');
    expect(await join({ anonymousId, buyerId })).toBe(true);
    expect(await ordersOf(buyerId)).toEqual(orders);
    expect([await ordersOf(anonymousId), await addressesOf(anonymousId)]).toEqual([[], []]);
    expect(await addressesOf(buyerId)).toEqual(['Li', 'Wang']);
  });

  test('keeps the newest addresses when there is no room for all', async () => {
    const [anonymousId, buyerId] = [newBuyer(), newBuyer()];
    for (let index = 0; index < 15; index += 1) await saveAddress(buyerId, `old ${index}`);
    context.advance(1_000);
    for (let index = 0; index < 15; index += 1) await saveAddress(anonymousId, `new ${index}`);
    await join({ anonymousId, buyerId });
    const kept = await addressesOf(buyerId);
    expect(kept).toHaveLength(20);
    expect(kept.filter((name) => name.startsWith('new'))).toHaveLength(15);
  });

  test('places one order for a request that is sent again after it', async () => {
    const [anonymousId, buyerId] = [newBuyer(), newBuyer()];
    const orderId = await place(anonymousId, 'answer-was-lost');
    await join({ anonymousId, buyerId });
    expect(await place(buyerId, 'answer-was-lost')).toBe(orderId);
    // The old cookie's request was under way all the time.
    expect(await place(anonymousId, 'answer-was-lost')).toBe(orderId);
    expect(await ordersOf(buyerId)).toEqual([orderId]);
  });

  test('takes a person for one account, whether or not WeChat tells of the unionid', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [openid, unionid] = [`o-${newBuyer()}`, `u-${newBuyer()}`];
      const logins = [unionid, null, unionid, null].map(async (told) =>
        recognise({ appid: 'wx-1', openid, unionid: told }),
      );
      expect(new Set(await Promise.all(logins)).size).toBe(1);
    }
  });

  test('gives nothing to a second person who logs in in the same browser', async () => {
    const [anonymousId, first, second] = [newBuyer(), newBuyer(), newBuyer()];
    const orderId = await place(anonymousId);
    await join({ anonymousId, buyerId: first });
    await place(anonymousId);
    expect(await join({ anonymousId, buyerId: second })).toBe(false);
    expect(await ordersOf(second)).toEqual([]);
    expect(await ordersOf(first)).toContain(orderId);
  });

  test('lets an old cookie be a buyer of its own again when nothing can be under way any more', async () => {
    const [anonymousId, buyerId] = [newBuyer(), newBuyer()];
    await join({ anonymousId, buyerId });
    context.advance(11 * 60_000);
    const orderId = await place(anonymousId);
    expect(await ordersOf(buyerId)).toEqual([]);
    expect(await ordersOf(anonymousId)).toEqual([orderId]);
  });

  property.prop(
    [fc.array(fc.constantFrom('place one', 'place other', 'join one', 'join other'), { maxLength: 10 })],
    { numRuns: 8 },
  )('loses and doubles no order, whatever goes on at once, on two devices', async (steps) => {
    const [one, other, buyerId] = [newBuyer(), newBuyer(), newBuyer()];
    const placed = await Promise.all(
      steps.map(async (step) => {
        const anonymousId = step.endsWith('one') ? one : other;
        if (step.startsWith('place')) return [await place(anonymousId)];
        await join({ anonymousId, buyerId });
        return [];
      }),
    );
    for (const anonymousId of [one, other]) await join({ anonymousId, buyerId });
    expect(await ordersOf(buyerId)).toEqual(placed.flat().sort((first, second) => first - second));
    expect([await ordersOf(one), await ordersOf(other)]).toEqual([[], []]);
  });
});
