import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buyerAccount } from '../platform/account-names.ts';
import { hashToken, randomIds } from '../platform/ids.ts';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { joinBuyer } from './join-buyer.ts';
import { placeOrder } from './place-order.ts';
import { sendMessage } from './send-message.ts';
import type { MessageSent } from './send-message.ts';

const newBuyer = (): string => hashToken(randomIds.token());

describe.each(testDatabases())('a message to a buyer who has logged in meanwhile, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let shop: TestShop;
  let staffId: number;
  let orderId: number;
  let anonymousId: string;
  let buyerId: string;

  beforeAll(async () => {
    database = await open();
    context = makeContext(database);
    shop = await openTestShop(database, `said-${randomUUID().slice(0, 8)}`);
    staffId = await hireClerk(database, { shopId: shop.shopId, username: randomUUID() });
  });

  beforeEach(async () => {
    [anonymousId, buyerId] = [newBuyer(), newBuyer()];
    orderId = await place(anonymousId);
    await database.transaction(async (tx) => joinBuyer(tx, context, { anonymousId, buyerId }));
  });

  async function place(from: string): Promise<number> {
    const request = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const placed = { shopId: shop.shopId, buyerId: from, idempotencyKey: randomUUID(), request };
    const id = await placeOrder(context, placed);
    await sql`update shop_order set status = 'paid' where id = ${id}`.execute(database.db);
    return id;
  }

  async function say(accountId: string): Promise<MessageSent> {
    const sender = { side: 'shop', staffId, name: 'Zhou', shopIds: [shop.shopId] } as const;
    return sendMessage(context, { sender, accountId, orderId, key: randomUUID(), text: '好的' });
  }

  test('goes to their account, also from a page that was opened before', async () => {
    expect((await say(buyerAccount(buyerId))).recipients).toEqual([buyerAccount(buyerId)]);
    context.advance(24 * 60 * 60_000);
    expect((await say(buyerAccount(anonymousId))).recipients).toEqual([buyerAccount(buyerId)]);
  });

  test('is refused to whom the order never belonged', async () => {
    const [stranger, joined] = [newBuyer(), newBuyer()];
    await database.transaction(async (tx) =>
      joinBuyer(tx, context, { anonymousId: stranger, buyerId: joined }),
    );
    for (const somebody of [stranger, joined, newBuyer()]) {
      await expect(say(buyerAccount(somebody))).rejects.toMatchObject({ code: 'conversation_not_found' });
    }
  });
});
