import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { createLogger } from '../platform/logging.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, hireStaff, openTestShop } from '../testing/test-shop.ts';

const RICE_FEN = 200;

describe.each(testDatabases())('the routes that end orders, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let lines: string[];
  let app: TestApp;
  let buyer: TestBrowser;
  let clerk: TestBrowser;
  let manager: TestBrowser;
  let shopId: number;
  let rice: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    lines = [];
    const destination = { write: (line: string) => void lines.push(line) };
    context = { ...makeContext(database), logger: createLogger({ level: 'info', destination }) };
    app = await makeApp(context, { publicUrl: 'https://shop.test' });
    const shop = await openTestShop(database, 'end');
    ({ shopId } = shop);
    rice = shop.products.rice;
    await hireClerk(database, { shopId, username: 'clerk' });
    await hireStaff(database, { username: 'boss', name: '王经理', roles: [{ shopId, role: 'manager' }] });
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shopId}/menu`);
    clerk = await logIn('clerk');
    manager = await logIn('boss');
  });

  afterEach(async () => {
    await app.close();
  });

  async function logIn(username: string): Promise<TestBrowser> {
    return logInAs(app.http, username);
  }

  async function place(): Promise<number> {
    const body = { lines: [{ productId: rice, quantity: 1 }], totalFen: RICE_FEN };
    const key = { 'idempotency-key': context.ids.token() };
    const placed = await buyer.post(`/api/shops/${shopId}/orders`, body, key);
    return placed.json<OrderReply>().order.id;
  }

  async function openTrade(orderId: number): Promise<string> {
    return (await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>().outTradeNo;
  }

  async function sell(): Promise<number> {
    const orderId = await place();
    app.merchant.wechat.payTrade(await openTrade(orderId));
    await buyer.post(`/api/orders/${orderId}/check-payment`);
    return orderId;
  }

  /** What the log says under a heading. */
  function logged(heading: string): unknown[] {
    const entries = lines.map((line) => JSON.parse(line) as { msg?: string });
    return entries.filter(({ msg }) => msg === heading);
  }

  async function orderAs(browser: TestBrowser, path: string, body?: object, key?: string) {
    const reply = await browser.post(path, body, key === undefined ? {} : { 'idempotency-key': key });
    return { status: reply.statusCode, ...reply.json<Partial<OrderReply> & { error?: { code: string } }>() };
  }

  test('tell a page that asks whether its order is paid, though no notification came', async () => {
    const orderId = await place();
    app.merchant.wechat.payTrade(await openTrade(orderId));
    const checked = await orderAs(buyer, `/api/orders/${orderId}/check-payment`);
    expect(checked).toMatchObject({ status: 200, order: { status: 'paid' } });
  });

  test('ask WeChat no more than once in three seconds, however often a page asks', async () => {
    const orderId = await place();
    await openTrade(orderId);
    app.merchant.wechat.requests.length = 0;
    const check = async () => orderAs(buyer, `/api/orders/${orderId}/check-payment`);
    await Promise.all(Array.from({ length: 10 }, check));
    expect(app.merchant.wechat.requests).toHaveLength(1);
    context.advance(3_000);
    await check();
    expect(app.merchant.wechat.requests).toHaveLength(2);
  });

  test('ask WeChat for nobody but the buyer', async () => {
    const orderId = await place();
    await openTrade(orderId);
    app.merchant.wechat.requests.length = 0;
    const stranger = await orderAs(openBrowser(app.http), `/api/orders/${orderId}/check-payment`);
    expect(stranger).toMatchObject({ status: 404, error: { code: 'order_not_found' } });
    expect(app.merchant.wechat.requests).toEqual([]);
  });

  test('let the buyer cancel, and nobody else', async () => {
    const orderId = await place();
    const path = `/api/orders/${orderId}/cancel`;
    expect(await orderAs(openBrowser(app.http), path)).toMatchObject({ status: 404 });
    expect(await orderAs(buyer, path)).toMatchObject({ status: 200, order: { status: 'cancelled' } });
    expect(await orderAs(buyer, path)).toMatchObject({ status: 409, error: { code: 'order_cancelled' } });
  });

  test('let every clerk reject, with a reason, and log who did', async () => {
    const orderId = await sell();
    const path = `/api/staff/orders/${orderId}/reject`;
    expect(await orderAs(openBrowser(app.http), path, { reason: '打烊了' })).toMatchObject({ status: 401 });
    expect(await orderAs(clerk, path, { reason: ' ' })).toMatchObject({ status: 400 });
    const rejected = await orderAs(clerk, path, { reason: '打烊了' });
    expect(rejected).toMatchObject({
      status: 200,
      order: { cancellation: { reason: 'rejected', note: '打烊了' }, refunds: [{ amountFen: RICE_FEN }] },
    });
    const session = expect.stringMatching(/^\w{8}$/) as string;
    expect(logged('order rejected')).toMatchObject([{ orderId, note: '打烊了', staffId: 1, session }]);
  });

  test('let managers cancel and refund, and no clerk', async () => {
    const orderId = await sell();
    await clerk.post(`/api/staff/orders/${orderId}/accept`);
    const refund = { amountFen: 50, reason: '少了一份' };
    const refunds = `/api/staff/orders/${orderId}/refunds`;
    expect(await orderAs(clerk, refunds, refund, 'k')).toMatchObject({
      status: 403,
      error: { code: 'managers_only' },
    });
    expect(await orderAs(manager, refunds, refund)).toMatchObject({
      error: { code: 'idempotency_key_missing' },
    });
    for (let time = 0; time < 2; time += 1) {
      expect(await orderAs(manager, refunds, refund, 'k')).toMatchObject({
        order: { refunds: [{ amountFen: 50, state: 'processing' }] },
      });
    }
    const cancel = `/api/staff/orders/${orderId}/cancel`;
    expect(await orderAs(clerk, cancel, { reason: '停电' })).toMatchObject({
      error: { code: 'managers_only' },
    });
    expect(await orderAs(manager, cancel, { reason: '停电' })).toMatchObject({
      order: { status: 'cancelled', refunds: [{ amountFen: 50 }, { amountFen: RICE_FEN - 50 }] },
    });
    expect(logged('refund asked for')[0]).toMatchObject({ orderId, amountFen: 50, staffId: 2 });
    expect(logged('order cancelled by its shop')).toMatchObject([{ orderId, note: '停电', staffId: 2 }]);
  });

  test('let managers try a refund again, or settle it by hand', async () => {
    const orderId = await sell();
    app.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    const rejected = await orderAs(clerk, `/api/staff/orders/${orderId}/reject`, { reason: '打烊了' });
    const refundId = rejected.order?.refunds[0]?.id ?? 0;
    await vi.waitFor(async () => {
      const reply = await buyer.get(`/api/orders/${orderId}`);
      expect(reply.json<OrderReply>().order.refunds).toMatchObject([{ state: 'failed' }]);
    }, 10_000);
    const retry = `/api/staff/refunds/${refundId}/retry`;
    expect(await orderAs(clerk, retry, {})).toMatchObject({ error: { code: 'managers_only' } });
    app.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    expect(await orderAs(manager, retry, {})).toMatchObject({ order: { refunds: [{ state: 'failed' }] } });
    const settle = `/api/staff/refunds/${refundId}/settle`;
    expect(await orderAs(manager, settle, { note: '' })).toMatchObject({ status: 400 });
    expect(await orderAs(manager, settle, { note: '现金' })).toMatchObject({
      order: { refunds: [{ state: 'succeeded' }] },
    });
    expect(logged('refund settled by hand')).toMatchObject([{ refundId, note: '现金', staffId: 2 }]);
  });
});
