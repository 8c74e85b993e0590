import path from 'node:path';
import type { BuyerTokenReply, JsapiPaymentReply, OrderReply } from '@carillon/contract';
import { startTestSandbox } from '@carillon/wechat-sandbox/testing';
import type { TestSandbox } from '@carillon/wechat-sandbox/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApp } from '../app.ts';
import type { App } from '../app.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { createMetrics } from '../platform/metrics.ts';
import { systemClock } from '../platform/clock.ts';
import { createWeChat } from '../platform/wechat.ts';
import { readWeChatCredentials } from '../platform/wechat-credentials.ts';
import { testDatabases } from '../testing/databases.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

/** Only a machine with too much else to do comes near. */
const ARRIVAL_LIMIT_MS = 10_000;
const [, open] = testDatabases()[0] ?? [];

describe('an order of the mini program', () => {
  let sandbox: TestSandbox;
  let database: Database;
  let app: App;
  let shop: TestShop;

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    [database, sandbox] = await Promise.all([open(), startTestSandbox()]);
    shop = await openTestShop(database, 'mini');
    const context = { ...makeContext(database), clock: systemClock };
    const folder = path.join(sandbox.dataFolder, 'wechat');
    const credentials = readWeChatCredentials(readConfig({ WECHAT_FOLDER: folder }).wechat);
    app = await createApp({
      config: {
        ...{ publicUrl: undefined, trustedProxies: 0, redis: undefined, metricsToken: undefined },
        ...{ maxRequestsPerMinute: 100_000, passMaxPriceFen: 500_000 },
      },
      context,
      metrics: createMetrics(),
      wechat: credentials && createWeChat(credentials, context),
    });
    await app.http.listen({ port: 0, host: '127.0.0.1' });
  }, 120_000);

  afterAll(async () => {
    await app.close();
    await sandbox.close();
  });

  /** As `wx.login` and the shop's login do. */
  async function logIn(phone: TestBrowser): Promise<{ authorization: string }> {
    const { code } = (await sandbox.control('POST', '/mini-codes', { person: 'xiaolin' })) as {
      code: string;
    };
    const { token } = (await phone.post('/api/buyer/login/mini-program', { code })).json<BuyerTokenReply>();
    return { authorization: `Bearer ${token}` };
  }

  test('is paid through the mini program’s own app, by who logged in there', async () => {
    const phone = openBrowser(app.http);
    const account = await logIn(phone);
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const placed = await phone.post(`/api/shops/${shop.shopId}/orders`, body, {
      ...account,
      'idempotency-key': 'mini-1',
    });
    const { id } = placed.json<OrderReply>().order;
    const opened = await phone.post(`/api/orders/${id}/jsapi-payment`, undefined, account);
    const { outTradeNo, payment } = opened.json<JsapiPaymentReply>();
    expect(payment.appId).toBe(sandbox.identity.miniAppid);
    // As `wx.requestPayment` does: the sandbox verifies the signature before it pays.
    expect(await sandbox.control('POST', '/jsapi/pay', payment)).toMatchObject({
      trade: { outTradeNo, state: 'SUCCESS', payment: { person: 'xiaolin' } },
    });
    await vi.waitFor(
      async () => {
        const { order } = (await phone.get(`/api/orders/${id}`, account)).json<OrderReply>();
        expect(order.status).toBe('paid');
      },
      { timeout: ARRIVAL_LIMIT_MS },
    );
    const { entries } = (await sandbox.control('GET', '/wire')) as { entries: { direction: string }[] };
    const told = entries.filter(({ direction }) => direction === 'out');
    expect(told).toMatchObject([{ operation: 'notification', status: 204 }]);
  });
});
