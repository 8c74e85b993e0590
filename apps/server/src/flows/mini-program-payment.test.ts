import path from 'node:path';
import type {
  BuyerTokenReply,
  JsapiPaymentReply,
  OrderMessageListReply,
  OrderReply,
} from '@carillon/contract';
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
import { uploadDueShipping } from '../shipping/index.ts';
import { testDatabases } from '../testing/databases.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { showDueCards } from '../wechat-messages/index.ts';

/** Only a machine with too much else to do comes near. */
const ARRIVAL_LIMIT_MS = 10_000;
const [, open] = testDatabases()[0] ?? [];

describe('an order of the mini program', () => {
  let sandbox: TestSandbox;
  let database: Database;
  let app: App;
  let shop: TestShop;
  let phone: TestBrowser;
  let manager: TestBrowser;
  let account: { authorization: string };
  let work: () => Promise<void>;

  beforeAll(async () => {
    if (open === undefined) throw new Error('There is no database to test with.');
    [database, sandbox] = await Promise.all([open(), startTestSandbox()]);
    shop = await openTestShop(database, 'mini');
    const context = { ...makeContext(database), clock: systemClock };
    const folder = path.join(sandbox.dataFolder, 'wechat');
    const credentials = readWeChatCredentials(readConfig({ WECHAT_FOLDER: folder }).wechat);
    const wechat = credentials && createWeChat(credentials, context);
    const onChange = () => Promise.resolve();
    work = async () => {
      await showDueCards({ context, program: wechat?.miniProgram, onChange });
      await uploadDueShipping({ context, shipping: wechat?.miniProgram?.shipping, onChange });
    };
    // A server that does nothing by itself: its rounds are the test's.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    app = await createApp({
      config: {
        ...{ publicUrl: undefined, trustedProxies: 0, redis: undefined, metricsToken: undefined },
        ...{ maxRequestsPerMinute: 100_000, passMaxPriceFen: 500_000 },
      },
      context,
      metrics: createMetrics(),
      wechat,
    }).finally(() => vi.useRealTimers());
    const url = await app.http.listen({ port: 0, host: '127.0.0.1' });
    await sandbox.control('PUT', '/push-address', {
      app: 'mini',
      url: `${url}/api/wechat/push/mini-program`,
    });
    const { shopId } = shop;
    await hireStaff(database, { username: 'boss', name: '王经理', roles: [{ shopId, role: 'manager' }] });
    [phone, manager] = [openBrowser(app.http), openBrowser(app.http)];
    await manager.post('/api/staff/login', { username: 'boss', password: 'ring-ring' });
    account = await logIn();
  }, 120_000);

  afterAll(async () => {
    await app.close();
    await sandbox.close();
  });

  /** As `wx.login` and the shop's login do. */
  async function logIn(): Promise<{ authorization: string }> {
    const { code } = (await sandbox.control('POST', '/mini-codes', { person: 'xiaolin' })) as {
      code: string;
    };
    const { token } = (await phone.post('/api/buyer/login/mini-program', { code })).json<BuyerTokenReply>();
    return { authorization: `Bearer ${token}` };
  }

  /** As `wx.requestPayment` does: the sandbox verifies the signature before it pays. */
  async function buy(key: string): Promise<{ orderId: number; outTradeNo: string }> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { ...account, 'idempotency-key': key };
    const placed = await phone.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    const { id: orderId } = placed.json<OrderReply>().order;
    const opened = await phone.post(`/api/orders/${orderId}/jsapi-payment`, undefined, account);
    const { outTradeNo, payment, templateIds } = opened.json<JsapiPaymentReply>();
    expect(payment.appId).toBe(sandbox.identity.miniAppid);
    expect(templateIds).toEqual([sandbox.identity.miniTemplates.orderProgress]);
    expect(await sandbox.control('POST', '/jsapi/pay', payment)).toMatchObject({
      trade: { outTradeNo, state: 'SUCCESS', payment: { person: 'xiaolin' } },
    });
    await eventually(async () => {
      const { order } = (await phone.get(`/api/orders/${orderId}`, account)).json<OrderReply>();
      expect(order.status).toBe('paid');
    });
    return { orderId, outTradeNo };
  }

  /** What goes on by itself is done, until it shows; what WeChat pushes may set the next on its way. */
  async function eventually(check: () => Promise<void>): Promise<void> {
    const workAndCheck = async () => {
      await work();
      await check();
    };
    await vi.waitFor(workAndCheck, { interval: 20, timeout: ARRIVAL_LIMIT_MS });
  }

  async function card(): Promise<unknown> {
    return ((await sandbox.control('GET', '/cards')) as { cards: unknown[] }).cards[0];
  }

  async function shownToStaff(orderId: number): Promise<unknown[]> {
    const reply = await manager.get(`/api/staff/orders/${orderId}/messages`);
    return reply.json<OrderMessageListReply>().messages;
  }

  test('is shown as a card that follows it, and its money is free once it was handed over', async () => {
    const { orderId, outTradeNo } = await buy('mini-1');
    expect(await sandbox.control('GET', `/trades/${outTradeNo}`)).toMatchObject({
      trade: { funds: 'frozen' },
    });
    await eventually(async () => {
      expect(await card()).toMatchObject({ person: 'xiaolin', status: '已支付', queueNumber: '001' });
    });
    await manager.post(`/api/staff/orders/${orderId}/accept`, {});
    await eventually(async () => expect(await card()).toMatchObject({ status: '制作中' }));
    await manager.post(`/api/staff/orders/${orderId}/ready`);
    await manager.post(`/api/staff/orders/${orderId}/complete`);
    await eventually(async () => {
      expect(await card()).toMatchObject({ status: '已完成' });
      expect(await shownToStaff(orderId)).toMatchObject([
        { kind: 'service_card', fate: 'sent', reason: null },
        { kind: 'shipping', fate: 'sent', reason: null },
      ]);
    });
    const { shipping } = (await sandbox.control('GET', '/shipping')) as {
      shipping: { transactionId: string }[];
    };
    expect(shipping).toMatchObject([{ logisticsType: 4, description: 'rice×1' }]);
    await sandbox.control('POST', `/shipping/${shipping[0]?.transactionId ?? ''}/settle`);
    await eventually(async () => {
      expect(await shownToStaff(orderId)).toContainEqual(
        expect.objectContaining({ kind: 'shipping', fate: 'delivered' }),
      );
    });
    expect(await sandbox.control('GET', `/trades/${outTradeNo}`)).toMatchObject({
      trade: { funds: 'settled' },
    });
  });

  test('is told by a subscribe message where the buyer refuses the card', async () => {
    const templateId = sandbox.identity.miniTemplates.orderProgress;
    await sandbox.control('POST', '/faults', { name: 'card-user-refuses' });
    await sandbox.control('POST', '/subscribe', { person: 'xiaolin', answers: { [templateId]: 'accept' } });
    const { orderId } = await buy('mini-2');
    await eventually(async () => {
      expect(await shownToStaff(orderId)).toMatchObject([{ kind: 'order_progress', fate: 'waiting' }]);
    });
    await manager.post(`/api/staff/orders/${orderId}/reject`, { reason: '卖完了' });
    await eventually(async () => {
      const { messages } = (await sandbox.control('GET', '/messages')) as { messages: unknown[] };
      expect(messages).toMatchObject([
        {
          template: 'orderProgress',
          fields: { thing1: 'Shop mini', character_string2: '002', phrase3: '已取消' },
        },
      ]);
      expect(await shownToStaff(orderId)).toMatchObject([{ kind: 'order_progress', fate: 'sent' }]);
    });
  });
});
