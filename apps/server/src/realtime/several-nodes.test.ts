import type { Client } from '@carillon/client';
import {
  CALL_BACK_DESTINATION,
  orderConversationDestination,
  sendChatDestination,
  shopOnlineDestination,
  shopPresenceDestination,
} from '@carillon/contract';
import type {
  CallBack,
  ConversationEvent,
  ConversationReply,
  OnlineReply,
  OrderReply,
  ShopPresence,
  StaffOnline,
  TradeReply,
} from '@carillon/contract';
import { startRedis } from '@carillon/scripts/services';
import type { RedisService } from '@carillon/scripts/services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { randomIds } from '../platform/ids.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient, untilState } from '../testing/test-client.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';

const JOIN_LIMIT_MS = 10_000;

describe.each(testDatabases())('two nodes with one Redis, on %s', (_name, open) => {
  let database: Database;
  let redis: RedisService;
  let nodes: [TestApp, TestApp];
  let shopId: number;
  let riceId: number;
  let clients: Client[];

  beforeAll(async () => {
    [database, redis] = await Promise.all([open(), startRedis()]);
  });

  afterAll(async () => {
    await redis.remove();
  });

  beforeEach(async () => {
    await emptyTables(database);
    const context = makeContext(database);
    const cluster = { url: redis.url, prefix: `test-${context.ids.token()}:` };
    nodes = [await makeApp(context, { redis: cluster }), await makeApp(context, { redis: cluster })];
    for (const { http } of nodes) await http.listen({ port: 0, host: '127.0.0.1' });
    await vi.waitFor(
      () => {
        for (const { realtime } of nodes) {
          expect(realtime.messaging.statistics().cluster).toMatchObject({ state: 'joined', nodes: 1 });
        }
      },
      { timeout: JOIN_LIMIT_MS },
    );
    const shop = await openTestShop(database, 'nodes');
    [shopId, riceId] = [shop.shopId, shop.products.rice];
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await Promise.all(nodes.map(async (node) => node.close()));
  });

  async function logIn(username: string): Promise<TestBrowser> {
    await hireStaff(database, { username, name: username, roles: [{ shopId, role: 'owner' }] });
    const browser = openBrowser(nodes[0].http);
    await browser.post('/api/staff/login', { username, password: 'ring-ring' });
    return browser;
  }

  function connect(node: TestApp, browser: TestBrowser, path: '/ws/staff' | '/ws/buyer' = '/ws/staff') {
    const address = addressOf(node.http.server).replace('http', 'ws');
    const client = connectClient(address + path, browser.cookieHeader());
    clients.push(client);
    return client;
  }

  async function placePaid({ http, merchant }: TestApp, buyer: TestBrowser): Promise<number> {
    const body = { lines: [{ productId: riceId, quantity: 1 }], totalFen: 200 };
    const key = { 'idempotency-key': randomIds.token() };
    const placed = await buyer.post(`/api/shops/${shopId}/orders`, body, key);
    const { id } = placed.json<OrderReply>().order;
    const { outTradeNo } = (await buyer.post(`/api/orders/${id}/trade`)).json<TradeReply>();
    const { headers, rawBody: payload } = merchant.notification({ outTradeNo, amountFen: 200 });
    await http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload });
    return id;
  }

  test('carry what buyer and staff, each at one of them, say to each other', async () => {
    const [here, there] = nodes;
    const [staff, buyer] = [await logIn('chen'), openBrowser(there.http)];
    await buyer.get(`/api/shops/${shopId}/menu`);
    const orderId = await placePaid(there, buyer);
    const accountOf = async (browser: TestBrowser, path: string) =>
      (await browser.get(`${path}/${orderId}/conversation`)).json<ConversationReply>().conversation.to;
    const sides = [
      { client: connect(here, staff), to: await accountOf(staff, '/api/staff/orders') },
      { client: connect(there, buyer, '/ws/buyer'), to: await accountOf(buyer, '/api/orders') },
    ].map(({ client, to }) => ({
      ...{ client, to },
      told: collect<CallBack>(client, CALL_BACK_DESTINATION).messages,
      heard: collect<ConversationEvent>(client, orderConversationDestination(orderId), 0).messages,
    }));
    const texts = Array.from({ length: 10 }, (_, index) => `第 ${index} 句`);
    for (const [index, text] of texts.entries()) {
      const side = sides[index % 2];
      await side?.client.send(sendChatDestination(side.to), { orderId, key: randomIds.token(), text });
    }
    for (const [index, { told, heard }] of sides.entries()) {
      const said = () => heard.map(({ payload }) => payload.type === 'message.sent' && payload.message.text);
      await vi.waitFor(() => expect(said()).toEqual(texts));
      const news = () =>
        told.flatMap(({ payload: { type, message } }) => (type === 'message' ? message.text : []));
      await vi.waitFor(() => expect(news()).toEqual(texts.filter((_, nth) => nth % 2 !== index)));
    }
  });

  test('show at each who is online at the other, and tell of it', async () => {
    const [here, there] = nodes;
    const view = connect(here, await logIn('chen'));
    const changes = collect<StaffOnline>(view, shopOnlineDestination(shopId));
    const first = collect<OnlineReply>(view, shopOnlineDestination(shopId, '/app'));
    await vi.waitFor(() => expect(first.messages).toHaveLength(1));

    const colleague = connect(there, await logIn('zhou'));
    await untilState(colleague, 'online');
    const newestOf = (name: string) =>
      changes.messages.findLast(({ payload }) => payload.staff.name === name)?.payload.devices.length;
    await vi.waitFor(() => expect(newestOf('zhou')).toBe(1));
    const again = collect<OnlineReply>(view, shopOnlineDestination(shopId, '/app'));
    await vi.waitFor(() =>
      expect(again.messages[0]?.payload.online.map(({ staff }) => staff.name)).toEqual(['chen', 'zhou']),
    );
    colleague.close();
    await vi.waitFor(() => expect(newestOf('zhou')).toBe(0));
  });

  test('find out by themselves what no event told', async () => {
    const [here, there] = nodes;
    const view = connect(here, await logIn('chen'));
    await untilState(view, 'online');
    await untilState(connect(there, await logIn('zhou')), 'online');
    await vi.waitFor(() => expect(here.realtime.messaging.users.count).toBe(2));
    const changes = collect<StaffOnline>(view, shopOnlineDestination(shopId));
    const joined = collect<OnlineReply>(view, shopOnlineDestination(shopId, '/app'));
    await vi.waitFor(() => expect(joined.messages).toHaveLength(1));
    await there.realtime.messaging.close({ drainMs: 0 });
    await vi.waitFor(async () => {
      await here.realtime.presence.check();
      expect(changes.messages.at(-1)?.payload).toMatchObject({ staff: { name: 'zhou' }, devices: [] });
    });
  });

  test('accept the same session, however often it changes sides', async () => {
    const [here, there] = nodes;
    const browser = await logIn('chen');
    for (const { http } of [there, here, there]) {
      const cookies = Object.fromEntries(browser.cookies);
      expect((await http.inject({ url: '/api/staff/me', cookies })).statusCode).toBe(200);
    }
  });

  test('count wrong passwords together', async () => {
    const tries = Array.from({ length: 6 }, async (_, index) =>
      openBrowser((index % 2 === 0 ? nodes[0] : nodes[1]).http).post('/api/staff/login', {
        username: 'chen',
        password: 'guessed',
      }),
    );
    const answers = (await Promise.all(tries)).map(({ statusCode }) => statusCode).sort();
    expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('close the sockets of a login on both when it ends on one, within a second', async () => {
    const [here, there] = nodes;
    const browser = await logIn('chen');
    const [near, far] = [connect(here, browser), connect(there, browser)];
    await Promise.all([untilState(near, 'online'), untilState(far, 'online')]);
    await browser.post('/api/staff/logout');
    await vi.waitFor(() => expect([near.state.name, far.state.name]).toEqual(['refused', 'refused']), 1_000);
  });

  test('say that the shop is online to buyers at either', async () => {
    const [here, there] = nodes;
    const buyer = openBrowser(there.http);
    await buyer.get(`/api/shops/${shopId}/menu`);
    const heard = collect<ShopPresence>(connect(there, buyer, '/ws/buyer'), shopPresenceDestination(shopId));
    await untilState(connect(here, await logIn('chen')), 'online');
    await vi.waitFor(() => expect(heard.messages.at(-1)?.payload).toEqual({ online: true }));
  });

  test('serve the clients they have without Redis, log nobody out, and say at /readyz and /metrics how they stand', async () => {
    const [{ http }] = nodes;
    const browser = await logIn('chen');
    const client = connect(nodes[0], browser);
    await untilState(client, 'online');
    const ready = async () => {
      const { statusCode, body } = await http.inject('/readyz');
      return [statusCode, body];
    };
    expect(await ready()).toEqual([200, '{"status":"ready","cluster":"joined"}']);
    expect((await http.inject('/metrics')).body).toMatch(/^carillon_cluster_degraded 0$/m);
    await redis.stop();
    await vi.waitFor(async () =>
      expect(await ready()).toEqual([200, '{"status":"ready","cluster":"degraded"}']),
    );
    expect((await http.inject('/metrics')).body).toMatch(/^carillon_cluster_degraded 1$/m);
    const answer = collect<OnlineReply>(client, shopOnlineDestination(shopId, '/app'));
    await vi.waitFor(() => expect(answer.messages[0]?.payload.online).toHaveLength(1));
    const refused = await browser.get('/api/staff/me');
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ error: { code: 'sessions_unavailable' } });
    await redis.start();
    await vi.waitFor(async () => expect((await ready())[1]).toContain('"cluster":"joined"'), {
      timeout: JOIN_LIMIT_MS,
    });
    await vi.waitFor(async () => expect((await browser.get('/api/staff/me')).statusCode).toBe(200), {
      timeout: JOIN_LIMIT_MS,
    });
    expect(client.state.name).toBe('online');
  }, 30_000);
});
