import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import type { RawSocket } from '../testing/raw-socket.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

const MINUTE_MS = 60_000;

describe.each(testDatabases())('the takeaway wire, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let url: string;
  let shop: TestShop;
  let staff: TestBrowser;
  let buyer: TestBrowser;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    url = addressOf(app.http.server).replace('http', 'ws');
    shop = await openTestShop(database, 'takeaway');
    await hireClerk(database, { shopId: shop.shopId, username: 'zhou' });
    staff = openBrowser(app.http);
    await staff.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
  });

  afterEach(async () => {
    await app.close();
  });

  const connect = async (sid = 'till', browser = staff): Promise<RawSocket> =>
    openRawSocket(`${url}/ws/${sid}`, { cookie: browser.cookieHeader() });

  async function place(at = shop): Promise<OrderReply['order']> {
    const body = { lines: [{ productId: at.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': context.ids.token() };
    return (await buyer.post(`/api/shops/${at.shopId}/orders`, body, headers)).json<OrderReply>().order;
  }

  async function pay(orderId: number): Promise<TradeReply> {
    const trade = (await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>();
    await notify(trade.outTradeNo);
    return trade;
  }

  async function notify(outTradeNo: string): Promise<void> {
    const { headers, rawBody } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    const request = { method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody } as const;
    expect((await app.http.inject(request)).statusCode).toBe(204);
  }

  async function order(at = shop): Promise<OrderReply['order']> {
    const placed = await place(at);
    await pay(placed.id);
    return placed;
  }

  const remind = async (orderId: number) => buyer.post(`/api/orders/${orderId}/remind`);
  const rung = (type: number, { id, number }: OrderReply['order']) => ({
    ...{ type, orderId: id },
    content: `订单号：${number}`,
  });

  test('rings for a paid order by 1 and for a reminder by 2, exactly as the clients of takeaway systems expect', async () => {
    const till = await connect();
    const placed = await order();
    await remind(placed.id);
    await vi.waitFor(() => expect(till.heard).toEqual([rung(1, placed), rung(2, placed)]));
    expect(JSON.stringify(till.heard[0])).toBe(
      `{"type":1,"orderId":${placed.id},"content":"订单号：${placed.number}"}`,
    );
  });

  test('rings once for a payment that WeChat reports twice', async () => {
    const till = await connect();
    const placed = await place();
    const { outTradeNo } = await pay(placed.id);
    await notify(outTradeNo);
    const last = await order();
    await vi.waitFor(() => expect(till.heard).toEqual([rung(1, placed), rung(1, last)]));
  });

  test('serves two tabs with one id alike', async () => {
    const tabs = [await connect('same'), await connect('same')];
    const placed = await order();
    for (const tab of tabs) await vi.waitFor(() => expect(tab.heard).toEqual([rung(1, placed)]));
    await tabs[0]?.close();
    const next = await order();
    await vi.waitFor(() => expect(tabs[1]?.heard).toEqual([rung(1, placed), rung(1, next)]));
  });

  test('tells whoever connects what still waits, and no more', async () => {
    const [accepted, reminded, waiting] = [await order(), await order(), await order()];
    await place();
    await staff.post(`/api/staff/orders/${accepted.id}/accept`, {});
    await remind(reminded.id);
    const till = await connect();
    const waits = [rung(1, reminded), rung(2, reminded), rung(1, waiting)];
    await vi.waitFor(() => expect(till.heard).toEqual(waits));
    const late = await order();
    await vi.waitFor(() => expect(till.heard).toEqual([...waits, rung(1, late)]));
  });

  // Told from the table, then from the journal: what comes between the two was left out or told twice elsewhere.
  test('leaves nothing out and tells nothing twice while many come and many connect', async () => {
    const placed = [];
    const tills: RawSocket[] = [];
    for (let n = 0; n < 12; n += 1) {
      const [one, till] = await Promise.all([order(), connect(`till-${n}`)]);
      placed.push(one);
      tills.push(till);
    }
    const all = placed.map((one) => rung(1, one)).toSorted((a, b) => a.orderId - b.orderId);
    for (const till of tills) {
      await vi.waitFor(() => expect(till.heard).toHaveLength(all.length));
      expect((till.heard as typeof all).toSorted((a, b) => a.orderId - b.orderId)).toEqual(all);
    }
  });

  test('tells staff of their own shops only', async () => {
    const other = await openTestShop(database, 'other');
    const till = await connect();
    await order(other);
    const own = await order();
    await vi.waitFor(() => expect(till.heard).toEqual([rung(1, own)]));
  });

  test('finds out by itself what no wake-up told', async () => {
    const till = await connect();
    const placed = await order();
    await vi.waitFor(() => expect(till.heard).toHaveLength(1));
    app.realtime.checkWires();
    app.realtime.checkWires();
    context.advance(MINUTE_MS);
    await remind(placed.id);
    await vi.waitFor(() => expect(till.heard).toEqual([rung(1, placed), rung(2, placed)]));
  });

  test('lets nobody in but staff who are logged in, from pages of ours', async () => {
    await expect(connect('till', buyer)).rejects.toThrow('401');
    await expect(openRawSocket(`${url}/ws/till`)).rejects.toThrow('401');
    const foreign = { cookie: staff.cookieHeader(), origin: 'https://evil.example' };
    await expect(openRawSocket(`${url}/ws/till`, foreign)).rejects.toThrow('403');
  });

  test('ends at logout, and says why', async () => {
    const till = await connect();
    await staff.post('/api/staff/logout');
    expect(await till.closed).toEqual({ code: 3504, reason: 'logged_out' });
    await expect(connect()).rejects.toThrow('401');
  });

  test('ends for whoever sends more than heart-beats', async () => {
    const till = await connect();
    till.say('x'.repeat(5_000));
    expect(await till.closed).toEqual({ code: 3500, reason: 'message_too_large' });
  });
});
