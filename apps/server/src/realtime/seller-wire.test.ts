import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { testDatabases } from '../testing/databases.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import type { RawSocket } from '../testing/raw-socket.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';

describe.each(testDatabases())('the wire of seller pages, on %s', (_name, open) => {
  let database: Database;
  let app: TestApp;
  let url: string;
  let riceOf: Map<number, number>;
  let shopId: number;
  let otherShopId: number;
  let buyer: TestBrowser;

  beforeAll(async () => {
    database = await open();
    app = await makeApp(makeContext(database));
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    url = `${addressOf(app.http.server).replace('http', 'ws')}/sell/webSocket`;
    const shops = [await openTestShop(database, 'mine'), await openTestShop(database, 'other')];
    riceOf = new Map(shops.map((shop) => [shop.shopId, shop.products.rice]));
    [shopId = 0, otherShopId = 0] = riceOf.keys();
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shopId}/menu`);
  });

  afterAll(async () => {
    await app.close();
  });

  async function logIn(username: string, at = shopId): Promise<TestBrowser> {
    await hireClerk(database, { shopId: at, username });
    return logInAs(app.http, username);
  }

  const connect = async (browser: TestBrowser, headers = {}): Promise<RawSocket> =>
    openRawSocket(url, { cookie: browser.cookieHeader(), ...headers });

  async function order(at = shopId): Promise<number> {
    const body = { lines: [{ productId: riceOf.get(at), quantity: 1 }], totalFen: 200 };
    const key = { 'idempotency-key': crypto.randomUUID() };
    const placed = await buyer.post(`/api/shops/${at}/orders`, body, key);
    const { id } = placed.json<OrderReply>().order;
    const { outTradeNo } = (await buyer.post(`/api/orders/${id}/trade`)).json<TradeReply>();
    const { headers, rawBody: payload } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    await app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload });
    return id;
  }

  const words = (orderId: number): string => `您有新的订单,orderId=${orderId}`;

  test('tells of each order that waits, and then of each new one, in the words that seller pages expect', async () => {
    const [first, taken, third] = [await order(), await order(), await order()];
    const staff = await logIn('chen');
    await staff.post(`/api/staff/orders/${taken}/accept`, {});
    const page = await connect(staff);
    await vi.waitFor(() => expect(page.heard).toEqual([words(first), words(third)]));
    await order(otherShopId);
    const last = await order();
    await buyer.post(`/api/orders/${last}/remind`);
    await staff.post(`/api/staff/orders/${last}/accept`, {});
    const next = await order();
    await vi.waitFor(() => expect(page.heard.slice(2)).toEqual([words(last), words(next)]));
  });

  test('tells each shop’s staff of its own orders only', async () => {
    const page = await connect(await logIn('far', otherShopId));
    const foreign = await order(shopId);
    const own = await order(otherShopId);
    await vi.waitFor(() => expect(page.heard).toContain(words(own)));
    expect(page.heard).not.toContain(words(foreign));
  });

  test('lets in nobody who is not logged in, and no page of another site', async () => {
    await expect(openRawSocket(url)).rejects.toThrow('401');
    await expect(connect(buyer)).rejects.toThrow('401');
    const forged = { cookie: `carillon_staff=${'a'.repeat(43)}` };
    await expect(openRawSocket(url, forged)).rejects.toThrow('401');
    const staff = await logIn('sun');
    await expect(connect(staff, { origin: 'https://evil.example' })).rejects.toThrow('403');
  });

  test('ends with the login that opened it', async () => {
    const staff = await logIn('li');
    const page = await connect(staff);
    await staff.post('/api/staff/logout');
    expect(await page.closed).toEqual({ code: 3504, reason: 'logged_out' });
    await expect(connect(staff)).rejects.toThrow('401');
  });
});
