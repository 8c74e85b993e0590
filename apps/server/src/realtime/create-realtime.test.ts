import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Client } from '@carillon/client';
import {
  orderConversationDestination,
  orderDestination,
  shopNoticeDestination,
  shopOrdersDestination,
} from '@carillon/contract';
import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { createSqlJournal } from '../platform/journal/sql-journal.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { handshakeStatus } from '../testing/handshake-status.ts';
import { sessionParts } from '../testing/session-parts.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient, listen, untilState } from '../testing/test-client.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { createRealtime } from './create-realtime.ts';
import type { Realtime } from './create-realtime.ts';

const HOUR_MS = 60 * 60_000;

describe.each(testDatabases())('the sockets, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let url: string;
  let shop: TestShop;
  let staff: TestBrowser;
  let buyer: TestBrowser;
  let clients: Client[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context, { withServiceAccount: true });
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    url = addressOf(app.http.server);
    shop = await openTestShop(database, 'sockets');
    await hireClerk(database, { shopId: shop.shopId, username: 'zhou' });
    staff = openBrowser(app.http);
    await staff.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  function connect(path: '/ws/staff' | '/ws/buyer', browser: TestBrowser): Client {
    const client = connectClient(url.replace('http', 'ws') + path, browser.cookieHeader());
    clients.push(client);
    return client;
  }

  async function place(browser = buyer): Promise<number> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': context.ids.token() };
    const reply = await browser.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    return reply.json<OrderReply>().order.id;
  }

  async function pay(orderId: number): Promise<void> {
    const { outTradeNo } = (await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>();
    const { headers, rawBody } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    const answer = await app.http.inject({
      method: 'POST',
      url: '/api/wechat/pay/notify',
      headers,
      payload: rawBody,
    });
    expect(answer.statusCode).toBe(204);
  }

  test('ring at the shop and tell the buyer, step by step', async () => {
    const orderId = await place();
    const atShop = listen(connect('/ws/staff', staff), shopOrdersDestination(shop.shopId));
    const atBuyer = listen(connect('/ws/buyer', buyer), orderDestination(orderId));
    await Promise.all([atShop.subscribed, atBuyer.subscribed]);
    await pay(orderId);
    await staff.post(`/api/staff/orders/${orderId}/accept`);
    await staff.post(`/api/staff/orders/${orderId}/complete`);
    const story = [
      { seq: 1, type: 'order.paid', orderId },
      { seq: 2, type: 'order.accepted', orderId },
      { seq: 3, type: 'order.completed', orderId },
    ];
    await vi.waitFor(() => {
      expect(atShop.events).toEqual(story);
      expect(atBuyer.events).toEqual(story);
    });
  });

  test('give what came meanwhile to a console that was away, from where its board stands', async () => {
    await pay(await place());
    const board = await staff.get(`/api/staff/shops/${shop.shopId}/orders`);
    const { seq } = board.json<{ seq: number }>();
    const missed = [await place(), await place()];
    for (const orderId of missed) await pay(orderId);
    const heard = listen(connect('/ws/staff', staff), shopOrdersDestination(shop.shopId), seq);
    expect(await heard.subscribed).toMatchObject({ recovered: true, seq: 3, missed: 2 });
    await vi.waitFor(() => expect(heard.events.map(({ orderId }) => orderId)).toEqual(missed));
  });

  test('let staff watch an order of their shop', async () => {
    const orderId = await place();
    const heard = listen(connect('/ws/staff', staff), orderDestination(orderId));
    await heard.subscribed;
  });

  // Elsewhere new orders went out on a channel that anyone could read.
  describe('refuse', () => {
    async function expectRefused(path: '/ws/staff' | '/ws/buyer', browser: TestBrowser, destination: string) {
      const heard = listen(connect(path, browser), destination);
      expect((await heard.refused).code).toBe('forbidden');
    }

    test('staff who listen to another shop, or to one of its orders', async () => {
      const other = await openTestShop(database, 'other');
      await expectRefused('/ws/staff', staff, shopOrdersDestination(other.shopId));
      const body = { lines: [{ productId: other.products.rice, quantity: 1 }], totalFen: 200 };
      const headers = { 'idempotency-key': 'k' };
      const reply = await buyer.post(`/api/shops/${other.shopId}/orders`, body, headers);
      await expectRefused('/ws/staff', staff, orderDestination(reply.json<OrderReply>().order.id));
    });

    test('buyers who listen to a shop, or to another buyer’s order', async () => {
      await expectRefused('/ws/buyer', buyer, shopOrdersDestination(shop.shopId));
      const stranger = openBrowser(app.http);
      await stranger.get(`/api/shops/${shop.shopId}/menu`);
      const orderId = await place(stranger);
      await expectRefused('/ws/buyer', buyer, orderDestination(orderId));
    });

    test('everybody who listens to what is not there', async () => {
      for (const destination of [
        orderDestination(4_711),
        '/topic/orders/01',
        '/topic/orders/1.0',
        '/topic/orders/x',
        '/topic/anything',
        '/queue/anything',
      ]) {
        await expectRefused('/ws/staff', staff, destination);
      }
    });

    test('everybody who sends', async () => {
      const client = connect('/ws/staff', staff);
      await untilState(client, 'online');
      for (const destination of [shopOrdersDestination(shop.shopId), '/topic/anything']) {
        await expect(client.send(destination, '{}')).rejects.toThrow();
      }
    });

    test.each([
      ['/ws/staff without a session', '/ws/staff', {}, 401],
      ['/ws/buyer without a buyer', '/ws/buyer', {}, 401],
      ['/ws/staff with a made-up token', '/ws/staff', { cookie: `carillon_staff=${'x'.repeat(43)}` }, 401],
      ['/ws/staff from a foreign page', '/ws/staff', { origin: 'https://evil.example' }, 403],
      ['other paths', '/ws/other/path', {}, 404],
    ])('%s', async (_title, path, headers, status) => {
      expect(await handshakeStatus(url + path, headers)).toBe(status);
    });

    test('the cookie of the other kind of people', async () => {
      expect(await handshakeStatus(`${url}/ws/staff`, { cookie: buyer.cookieHeader() })).toBe(401);
      expect(await handshakeStatus(`${url}/ws/buyer`, { cookie: staff.cookieHeader() })).toBe(401);
    });
  });

  describe('are counted', () => {
    let server: Server;
    let realtime: Realtime;
    let address: string;

    beforeEach(async () => {
      const limits = {
        ...{ trustedProxies: 1, maxSocketsPerAddress: 2 },
        buyersPace: { perSecond: 0.01, atOnce: 3 },
      };
      const journal = createSqlJournal(database);
      const parts = { ...(await sessionParts(context)), ...limits };
      realtime = createRealtime({ ...parts, journal, allowedOrigins: 'same-origin' });
      server = createServer();
      realtime.messaging.attach(server);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      address = addressOf(server);
    });

    afterEach(async () => {
      await realtime.messaging.close({ drainMs: 0 });
      server.close();
    });

    const open = async (path: string, browser: TestBrowser, forwardedFor: string) =>
      handshakeStatus(address + path, { cookie: browser.cookieHeader(), 'x-forwarded-for': forwardedFor });

    test('by the address that our proxy saw, whatever the client wrote before it', async () => {
      expect(await open('/ws/buyer', buyer, '192.0.2.7')).toBe(101);
      expect(await open('/ws/buyer', buyer, '192.0.2.7')).toBe(101);
      expect(await open('/ws/buyer', buyer, '203.0.113.9, 192.0.2.7')).toBe(429);
      expect(await open('/ws/buyer', buyer, '192.0.2.8')).toBe(101);
    });

    test('apart for staff and buyers of one address', async () => {
      expect(await open('/ws/buyer', buyer, '192.0.2.7')).toBe(101);
      expect(await open('/ws/buyer', buyer, '192.0.2.7')).toBe(101);
      expect(await open('/ws/staff', staff, '192.0.2.7')).toBe(101);
    });

    // Twenty browsers that nobody knew, each asking as fast as it might, made everybody's shop slow.
    test('with all that buyers of one address ask together, and nothing that staff ask there', async () => {
      const dial = (path: string, browser: TestBrowser) => {
        const client = connectClient(address.replace('http', 'ws') + path, browser.cookieHeader());
        clients.push(client);
        return client;
      };
      const notice = shopNoticeDestination(shop.shopId);
      const stranger = openBrowser(app.http);
      await stranger.get(`/api/shops/${shop.shopId}/menu`);
      const [one, other] = [dial('/ws/buyer', buyer), dial('/ws/buyer', stranger)];
      for (const client of [one, other, one]) await collect(client, notice).subscribed;
      collect(other, notice);
      expect(await untilState(other, 'offline')).toMatchObject({ reason: 'unavailable' });
      expect(one.state.name).toBe('online');
      const heard = collect(dial('/ws/staff', staff), shopOrdersDestination(shop.shopId));
      await heard.subscribed;
    });
  });

  test('close at logout, and stay closed', async () => {
    const client = connect('/ws/staff', staff);
    await untilState(client, 'online');
    await staff.post('/api/staff/logout');
    await untilState(client, 'refused');
  });

  // Another tab was listening as the buyer that only the cookie knew: what it asked was refused until it was reloaded.
  test('of a browser that logs in come back as the account’s, and hear of its orders', async () => {
    const orderId = await place();
    const tab = connectClient(`${url.replace('http', 'ws')}/ws/buyer`, () => buyer.cookieHeader());
    clients.push(tab);
    const heard = listen(tab, orderDestination(orderId));
    await heard.subscribed;
    const before = buyer.cookieHeader();
    const away = untilState(tab, 'offline');
    app.issueCode('code', 'o-li');
    const { headers } = await buyer.get('/api/buyer/login/wechat?return=/orders');
    const state = new URL(String(headers.location)).searchParams.get('state') ?? '';
    await buyer.get(`/api/buyer/login/wechat/callback?code=code&state=${state}`);
    expect(await away).toMatchObject({ reason: 'logged_in' });
    await untilState(tab, 'online');
    const asked = collect(tab, orderConversationDestination(orderId));
    await asked.subscribed;
    await pay(orderId);
    await vi.waitFor(() => expect(heard.events).toMatchObject([{ type: 'order.paid' }]));
    // The cookie from before is on its way out: who still comes by it is to come again.
    expect(await handshakeStatus(`${url}/ws/buyer`, { cookie: before })).toBe(503);
  });

  test('leave the sockets of other logins open at logout', async () => {
    const tablet = openBrowser(app.http);
    await tablet.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
    const heard = listen(connect('/ws/staff', tablet), shopOrdersDestination(shop.shopId));
    await heard.subscribed;
    await staff.post('/api/staff/logout');
    const orderId = await place();
    await pay(orderId);
    await vi.waitFor(() => expect(heard.events).toHaveLength(1));
  });

  test('keep a quiet console’s session alive', async () => {
    await untilState(connect('/ws/staff', staff), 'online');
    for (let hour = 0; hour < 5; hour += 1) {
      context.advance(HOUR_MS);
      await app.realtime.sessions.check();
    }
    expect((await staff.get('/api/staff/me')).statusCode).toBe(200);
  });

  test('do not keep a session alive that has no socket any more', async () => {
    const client = connect('/ws/staff', staff);
    await untilState(client, 'online');
    client.close();
    await vi.waitFor(() => expect(app.realtime.messaging.statistics().sessions).toBe(0));
    for (let hour = 0; hour < 3; hour += 1) {
      context.advance(HOUR_MS);
      await app.realtime.sessions.check();
    }
    expect((await staff.get('/api/staff/me')).statusCode).toBe(401);
  });

  test('close when the session has ended elsewhere', async () => {
    const client = connect('/ws/staff', staff);
    await untilState(client, 'online');
    context.advance(2 * HOUR_MS);
    await app.realtime.sessions.check();
    await untilState(client, 'refused');
  });
});
