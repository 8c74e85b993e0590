import { orderConversationDestination } from '@carillon/contract';
import type { ConversationReply, ShopConversationsReply } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { markPaid } from '../orders/index.ts';
import type { Database } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import type { Participant } from './find-conversation.ts';
import { placeOrder } from './place-order.ts';
import { sendMessage } from './send-message.ts';
import { readBuyerToken } from '../accounts/index.ts';

describe.each(testDatabases())('conversations over HTTP, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shop: TestShop;
  let buyer: TestBrowser;
  let staff: TestBrowser;
  let clerkId: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    shop = await openTestShop(database, 'talks');
    clerkId = await hireClerk(database, { shopId: shop.shopId, username: 'zhou' });
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
    staff = await logIn('zhou');
  });

  afterEach(async () => {
    await app.close();
  });

  async function logIn(username: string): Promise<TestBrowser> {
    return logInAs(app.http, username);
  }

  const buyerId = () => readBuyerToken(buyer.cookies.get('carillon_buyer')) ?? '';

  async function placePaid(): Promise<number> {
    const orderId = await placeOrder(context, {
      ...{ shopId: shop.shopId, buyerId: buyerId(), idempotencyKey: context.ids.token() },
      request: { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 },
    });
    await database.transaction(async (tx) => markPaid(tx, [{ orderId, paidAt: context.clock.now() }]));
    return orderId;
  }

  /** Sends as the buyer or the clerk, each time with a new key. Returns the message's id. */
  async function say(orderId: number, side: 'buyer' | 'shop', text: string): Promise<number> {
    const sender: Participant =
      side === 'buyer'
        ? { side, buyerId: buyerId() }
        : { side, staffId: clerkId, name: '小周', shopIds: [shop.shopId] };
    const accountId = side === 'buyer' ? `shop:${shop.shopId}` : `buyer:${buyerId()}`;
    const key = context.ids.token();
    const { message } = await sendMessage(context, { sender, accountId, orderId, key, text });
    return message.id;
  }

  const asBuyer = async (orderId: number, browser = buyer) =>
    (await browser.get(`/api/orders/${orderId}/conversation`)).json<ConversationReply>();
  const unreadOf = async (orderId: number) => (await asBuyer(orderId)).conversation.unread;
  const seqOf = async (orderId: number) => newestSeq(database.db, orderConversationDestination(orderId));

  test('are empty before anybody has written, and say whom to write to', async () => {
    const orderId = await placePaid();
    expect(await asBuyer(orderId)).toEqual({
      conversation: { orderId, to: `shop:${shop.shopId}`, messages: [], unread: { buyer: 0, shop: 0 } },
      seq: 0,
    });
    const atStaff = await staff.get(`/api/staff/orders/${orderId}/conversation`);
    expect(atStaff.json()).toMatchObject({ conversation: { to: `buyer:${buyerId()}` } });
  });

  test('count what each side has not read, until it says how far it has', async () => {
    const orderId = await placePaid();
    await say(orderId, 'buyer', '一');
    const second = await say(orderId, 'buyer', '二');
    await say(orderId, 'buyer', '三');
    await say(orderId, 'shop', '好');
    expect(await unreadOf(orderId)).toEqual({ buyer: 1, shop: 3 });

    const mark = async (upTo: number) =>
      staff.post(`/api/staff/orders/${orderId}/conversation/read`, { upTo });
    expect((await mark(second)).statusCode).toBe(204);
    expect(await unreadOf(orderId)).toEqual({ buyer: 1, shop: 1 });
    expect(await seqOf(orderId)).toBe(5);
    await mark(second);
    await mark(second - 1);
    await mark(second + 100);
    expect(await unreadOf(orderId)).toEqual({ buyer: 1, shop: 1 });
    expect(await seqOf(orderId)).toBe(5);

    const { messages } = (await asBuyer(orderId)).conversation;
    await buyer.post(`/api/orders/${orderId}/conversation/read`, { upTo: messages.at(-1)?.id });
    expect(await unreadOf(orderId)).toEqual({ buyer: 0, shop: 1 });
  });

  test('are listed for the shop, the one that was written in last first', async () => {
    const [one, other] = [await placePaid(), await placePaid()];
    await placePaid();
    await say(one, 'buyer', '在吗');
    await say(other, 'buyer', '快好了吗');
    await say(one, 'shop', '在');
    const reply = await staff.get(`/api/staff/shops/${shop.shopId}/conversations`);
    expect(reply.json<ShopConversationsReply>()).toMatchObject({
      conversations: [
        { orderId: one, unread: { buyer: 1, shop: 1 }, newest: { text: '在', author: '小周' } },
        { orderId: other, unread: { buyer: 0, shop: 1 }, newest: { text: '快好了吗' } },
      ],
      seq: 3,
    });
  });

  test('take two hundred messages of each side, and no more', async () => {
    const orderId = await placePaid();
    for (let count = 0; count < 200; count += 1) {
      await say(orderId, 'buyer', `${count}`);
      context.advance(3_000);
    }
    await expect(say(orderId, 'buyer', '200')).rejects.toMatchObject({ code: 'conversation_full' });
    await say(orderId, 'shop', '慢慢说');
    expect((await asBuyer(orderId)).conversation.messages).toHaveLength(201);
  });

  test('take twenty messages of one account within a minute, and no more', async () => {
    const orderId = await placePaid();
    for (let count = 0; count < 20; count += 1) await say(orderId, 'buyer', `${count}`);
    await expect(say(orderId, 'buyer', '20')).rejects.toMatchObject({ code: 'too_many_messages' });
    await say(orderId, 'shop', '在的');
    context.advance(60_000);
    await say(orderId, 'buyer', '20');
  });

  test('are there for the buyer and the shop’s staff only', async () => {
    const orderId = await placePaid();
    const other = await openTestShop(database, 'other');
    await hireClerk(database, { shopId: other.shopId, username: 'li' });
    const li = await logIn('li');
    const stranger = openBrowser(app.http);
    await stranger.get(`/api/shops/${shop.shopId}/menu`);
    const codeOf = (reply: { json: () => unknown }) =>
      (reply.json() as { error?: { code: string } }).error?.code;
    const path = `orders/${orderId}/conversation`;
    for (const browser of [stranger, openBrowser(app.http), staff]) {
      expect(codeOf(await browser.get(`/api/${path}`))).toBe('conversation_not_found');
      expect(codeOf(await browser.post(`/api/${path}/read`, { upTo: 1 }))).toBe('conversation_not_found');
    }
    expect(codeOf(await li.get(`/api/staff/${path}`))).toBe('conversation_not_found');
    expect(codeOf(await li.post(`/api/staff/${path}/read`, { upTo: 1 }))).toBe('conversation_not_found');
    expect(codeOf(await buyer.get(`/api/staff/${path}`))).toBe('not_logged_in');
    const ofShop = await li.get(`/api/staff/shops/${shop.shopId}/conversations`);
    expect(codeOf(ofShop)).toBe('not_your_shop');
  });
});
