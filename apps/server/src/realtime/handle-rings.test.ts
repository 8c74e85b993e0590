import type { Client } from '@carillon/client';
import { createRequests } from '@carillon/client/requests';
import {
  CALL_BACK_DESTINATION,
  orderDestination,
  reportRingDestination,
  ringAbilityDestination,
  shopHearingDestination,
  shopOnlineDestination,
  shopOrdersDestination,
  testRingDestination,
} from '@carillon/contract';
import type {
  OrderEvent,
  OrderListReply,
  OrderReply,
  RingReport,
  ShopHearing,
  StaffOnline,
  TestRing,
  TradeReply,
} from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient } from '../testing/test-client.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

describe.each(testDatabases().slice(0, 1))('what devices say of rings, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shop: TestShop;
  let owner: TestBrowser;
  let clerk: TestBrowser;
  let buyer: TestBrowser;
  let clients: Client[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    shop = await openTestShop(database, 'rings');
    clients = [];
    owner = await hire('chen', 'owner', shop.shopId);
    clerk = await hire('zhou', 'clerk', shop.shopId);
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  async function hire(username: string, role: 'owner' | 'clerk', shopId: number): Promise<TestBrowser> {
    await hireStaff(database, { username, name: username, roles: [{ shopId, role }] });
    const browser = openBrowser(app.http);
    await browser.post(
      '/api/staff/login',
      { username, password: 'ring-ring' },
      { 'user-agent': 'Mozilla/5.0 (iPad; CPU OS 18_1) Version/18.1 Safari/604.1' },
    );
    return browser;
  }

  function connect(browser: TestBrowser, path: '/ws/staff' | '/ws/buyer' = '/ws/staff') {
    const url = addressOf(app.http.server).replace('http', 'ws') + path;
    const client = connectClient(url, browser.cookieHeader());
    clients.push(client);
    const requests = createRequests(client, { replies: CALL_BACK_DESTINATION });
    return { client, say: async (to: string, body: object) => requests.ask(to, body, context.ids.token()) };
  }

  /** The buyer orders rice and pays. */
  async function sell(): Promise<number> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': context.ids.token() };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    const { id } = placed.json<OrderReply>().order;
    const { outTradeNo } = (await buyer.post(`/api/orders/${id}/trade`)).json<TradeReply>();
    const notification = app.merchant.notification({ outTradeNo, amountFen: 200 });
    await app.http.inject({
      ...{ method: 'POST', url: '/api/wechat/pay/notify' },
      headers: notification.headers,
      payload: notification.rawBody,
    });
    return id;
  }

  const rang = (orderId: number): RingReport => ({ orderIds: [orderId], what: 'rang' });

  test('is shown to their shop, on the board and as it happens, and to no buyer', async () => {
    const orderId = await sell();
    const { client, say } = connect(clerk);
    const atShop = collect<OrderEvent>(client, shopOrdersDestination(shop.shopId), 1);
    const atBuyer = collect<OrderEvent>(connect(buyer, '/ws/buyer').client, orderDestination(orderId), 0);
    await Promise.all([atShop.subscribed, atBuyer.subscribed]);
    await say(reportRingDestination(shop.shopId), rang(orderId));
    await vi.waitFor(() => expect(atShop.messages).toHaveLength(1));
    const [told] = atShop.messages;
    expect(told?.payload.type).toBe('order.ring');
    const board = await owner.get(`/api/staff/shops/${shop.shopId}/orders`);
    const { orders } = board.json<OrderListReply>();
    for (const order of [told?.payload.order, orders[0]]) {
      expect(order?.ring?.events).toMatchObject([{ what: 'rang', device: 'iPad · Safari', who: 'zhou' }]);
    }
    const answers = [
      await buyer.get(`/api/orders/${orderId}`),
      await buyer.get('/api/orders'),
      await buyer.post(`/api/orders/${orderId}/remind`),
      await buyer.post(`/api/orders/${orderId}/cancel`),
    ];
    await vi.waitFor(() => expect(atBuyer.messages.length).toBeGreaterThanOrEqual(3));
    const seen = JSON.stringify([answers.map(({ body }) => body), atBuyer.messages]);
    expect(seen).not.toMatch(/iPad|ring\\*":/);
  });

  test('shows who of the staff has a device that would ring', async () => {
    const { client } = connect(owner);
    const online = collect<StaffOnline>(client, shopOnlineDestination(shop.shopId));
    const now = collect(client, shopOnlineDestination(shop.shopId, '/app'));
    await vi.waitFor(() => expect(now.messages).toHaveLength(1));
    const { say } = connect(clerk);
    const answer = await say(ringAbilityDestination(shop.shopId), {
      ...{ why: 'suspended', prefers: 'when_nobody_answers' },
    });
    await vi.waitFor(() => {
      const clerkNow = online.messages.findLast(({ payload }) => payload.staff.name === 'zhou')?.payload;
      expect(clerkNow?.devices).toMatchObject([
        { id: (answer as { deviceId: string }).deviceId, ring: { why: 'suspended' } },
      ]);
    });
  });

  test('is refused from those who do not work there', async () => {
    const orderId = await sell();
    const other = await openTestShop(database, 'other');
    const { say } = connect(await hire('wang', 'owner', other.shopId));
    await expect(say(reportRingDestination(shop.shopId), rang(orderId))).rejects.toMatchObject({
      code: 'not_your_shop',
    });
    await expect(
      connect(buyer, '/ws/buyer').say(reportRingDestination(shop.shopId), rang(orderId)),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('lets a clerk test the own device, and an owner every one', async () => {
    const { client, say } = connect(clerk);
    const tests = collect<TestRing>(client, testRingDestination(shop.shopId));
    const to = testRingDestination(shop.shopId, '/app');
    await expect(say(to, { everyDevice: true })).rejects.toMatchObject({ code: 'owners_only' });
    await say(to, { everyDevice: false });
    await connect(owner).say(to, { everyDevice: true });
    await vi.waitFor(() => expect(tests.messages).toHaveLength(2));
    expect(tests.messages.map(({ payload }) => payload)).toEqual([
      { deviceId: expect.stringMatching(/^[\da-f]{16}$/) as string, by: 'zhou' },
      { deviceId: null, by: 'chen' },
    ]);
  });

  test('ends in the word that no device of the shop can ring', async () => {
    const { client } = connect(clerk);
    const changes = collect<ShopHearing>(client, shopHearingDestination(shop.shopId));
    const now = collect<ShopHearing>(client, shopHearingDestination(shop.shopId, '/app'));
    await vi.waitFor(() => expect(now.messages[0]?.payload).toEqual({ deafSince: null }));
    const since = context.clock.now();
    app.realtime.tellHearing(shop.shopId, since);
    await vi.waitFor(() => expect(changes.messages[0]?.payload).toEqual({ deafSince: since.toISOString() }));
  });
});
