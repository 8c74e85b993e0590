import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findOrder } from '../orders/index.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import type { Notification } from '../testing/test-merchant.ts';
import { openTestShop } from '../testing/test-shop.ts';

describe.each(testDatabases())('the address that WeChat Pay notifies, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let notification: Notification;
  let orderId: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context, { publicUrl: 'https://shop.test' });
    const { shopId, products } = await openTestShop(database, 'notify');
    const buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shopId}/menu`);
    const body = { lines: [{ productId: products.rice, quantity: 1 }], totalFen: 200 };
    const placed = await buyer.post(`/api/shops/${shopId}/orders`, body, { 'idempotency-key': 'k' });
    const { order } = placed.json<OrderReply>();
    orderId = order.id;
    const { outTradeNo } = (await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>();
    notification = app.merchant.notification({ outTradeNo, amountFen: 200 });
  });

  afterEach(async () => {
    vi.useRealTimers();
    await app.close();
  });

  async function notify({ headers, rawBody }: Notification) {
    return app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody });
  }

  test('is the one that WeChat is told of', () => {
    expect(app.merchant.wechat.requests[0]?.body).toMatchObject({
      notify_url: 'https://shop.test/api/wechat/pay/notify',
    });
  });

  test('answers 204 without a body, the first time and every other', async () => {
    for (let time = 0; time < 3; time += 1) {
      const answer = await notify(notification);
      expect([answer.statusCode, answer.body]).toEqual([204, '']);
    }
  });

  test('answers twenty copies at once with 204', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, async () => notify(notification)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([204]));
  });

  // Elsewhere an error was answered with 200, and WeChat never repeated it.
  test('answers a refusal with an error status and FAIL', async () => {
    const { headers } = notification;
    const answer = await notify({ headers, rawBody: Buffer.from('{}') });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toEqual({ code: 'FAIL', message: expect.any(String) as string });
  });

  test('answers a failure of ours with 500 and FAIL, and settles the repetition', async () => {
    const failing = vi.spyOn(database, 'transaction').mockRejectedValue(new Error('the disk is full'));
    const answer = await notify(notification);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'FAIL' });
    expect(answer.body).not.toContain('disk');
    failing.mockRestore();
    expect((await notify(notification)).statusCode).toBe(204);
  });

  test('answers within five seconds though the database does not, and settles it when it does', async () => {
    const stuck = Promise.withResolvers<never>();
    const hanging = vi.spyOn(database, 'transaction').mockReturnValue(stuck.promise);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answering = notify(notification);
    await vi.waitFor(() => expect(hanging).toHaveBeenCalled());
    await vi.advanceTimersByTimeAsync(4_500);
    expect((await answering).statusCode).toBe(500);
    hanging.mockRestore();
    vi.useRealTimers();
    // Only waiting was given up: the payment is settled once the database goes on.
    stuck.reject(new Error('the line was lost'));
    await vi.waitFor(async () => expect((await findOrder(database.db, orderId))?.status).toBe('paid'), {
      timeout: 10_000,
    });
  });

  // Elsewhere the order was looked up by "the current user", which a callback has not got.
  test('finds the order by its trade, whosever cookies come along', async () => {
    const cookie = `carillon_buyer=${context.ids.token()}; carillon_staff=${context.ids.token()}`;
    const headers = { ...notification.headers, cookie };
    expect((await notify({ ...notification, headers })).statusCode).toBe(204);
    expect((await findOrder(database.db, orderId))?.status).toBe('paid');
  });

  test('takes a body of any declared type, for only its bytes are signed', async () => {
    const headers = { ...notification.headers, 'content-type': 'text/plain' };
    expect((await notify({ ...notification, headers })).statusCode).toBe(204);
  });
});
