import type { Fulfilment, OrderReply, OrderStatus } from '@carillon/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { makeOrder } from './testing/make-order.ts';

describe.each(testDatabases())('what staff do with an order, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shop: TestShop;
  let staff: TestBrowser;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    shop = await openTestShop(database, 'moves');
    await hireClerk(database, { shopId: shop.shopId, username: 'zhou' });
    staff = openBrowser(app.http);
    await staff.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
  });

  afterEach(async () => {
    await app.close();
  });

  async function order(fulfilment: Fulfilment, status?: OrderStatus): Promise<number> {
    const { shopId, products } = shop;
    return makeOrder(context, { shopId, productId: products.duck, fulfilment, ...(status && { status }) });
  }

  async function move(what: string, orderId: number, body?: object): Promise<LightMyRequestResponse> {
    return staff.post(`/api/staff/orders/${orderId}/${what}`, body);
  }

  function codeOf(reply: LightMyRequestResponse): string | undefined {
    return reply.json<{ error?: { code: string } }>().error?.code;
  }

  describe('accepting', () => {
    test('promises what the shop usually does, unless they say otherwise', async () => {
      const usual = (await move('accept', await order('pickup'))).json<OrderReply>();
      expect(usual.order.promisedAt).toBe('2026-11-21T04:30:00.000Z');
      const said = (await move('accept', await order('pickup'), { promiseMinutes: 45 })).json<OrderReply>();
      expect(said.order.promisedAt).toBe('2026-11-21T04:45:00.000Z');
    });

    test.each([0, -1, 0.5, 481, '30'])('refuses to promise %j minutes', async (promiseMinutes) => {
      const reply = await move('accept', await order('pickup'), { promiseMinutes });
      expect(codeOf(reply)).toBe('invalid_request');
    });
  });

  describe('promising another time', () => {
    test.each(['accepted', 'delivering'] as const)('counts from now when it is %s', async (status) => {
      const orderId = await order('delivery', status);
      context.advance(10 * 60_000);
      const { order: promised, seq } = (
        await move('promise', orderId, { promiseMinutes: 20 })
      ).json<OrderReply>();
      expect(promised).toMatchObject({ status, promisedAt: '2026-11-21T04:30:00.000Z' });
      expect(seq).toBe(status === 'accepted' ? 3 : 4);
    });

    test.each([
      ['pending_payment', 'order_not_paid'],
      ['paid', 'order_not_accepted'],
      ['ready', 'order_already_ready'],
      ['completed', 'order_already_completed'],
      ['cancelled', 'order_cancelled'],
    ] as const)('is refused when the order is %s: %s', async (status, code) => {
      const reply = await move('promise', await order('pickup', status), { promiseMinutes: 20 });
      expect([reply.statusCode, codeOf(reply)]).toEqual([409, code]);
    });
  });

  describe('the way to the guest', () => {
    test('of an order to the door is to be sent, and to be there', async () => {
      const orderId = await order('delivery', 'accepted');
      expect((await move('send', orderId)).json<OrderReply>().order).toMatchObject({
        status: 'delivering',
        takeaway: { status: 4, payStatus: 1 },
      });
      const { order: there } = (await move('complete', orderId)).json<OrderReply>();
      expect(there.timeline.map(({ status, by }) => [status, by])).toEqual([
        ['pending_payment', 'buyer'],
        ['paid', 'wechat'],
        ['accepted', '老陈'],
        ['delivering', 'Clerk zhou'],
        ['completed', 'Clerk zhou'],
      ]);
    });

    test.each(['pickup', 'table'] as const)('of an order for %s is to be ready', async (fulfilment) => {
      const orderId = await order(fulfilment, 'accepted');
      expect((await move('ready', orderId)).json<OrderReply>().order.status).toBe('ready');
      expect((await move('complete', orderId)).json<OrderReply>().order.status).toBe('completed');
    });

    test('is short when nobody says anything between', async () => {
      const orderId = await order('table', 'accepted');
      expect((await move('complete', orderId)).json<OrderReply>().order.status).toBe('completed');
    });

    test('is not another order’s: what is fetched is not sent, what is delivered is not laid out', async () => {
      expect(codeOf(await move('send', await order('pickup', 'accepted')))).toBe('order_not_delivered');
      expect(codeOf(await move('ready', await order('delivery', 'accepted')))).toBe('order_is_delivered');
    });
  });

  test.each(['accept', 'promise', 'send', 'ready', 'complete'])(
    '%s is for staff of the shop: to others it is not there',
    async (what) => {
      const orderId = await order('delivery', what === 'accept' ? 'paid' : 'accepted');
      const body = what === 'promise' ? { promiseMinutes: 5 } : undefined;
      expect(
        (await openBrowser(app.http).post(`/api/staff/orders/${orderId}/${what}`, body)).statusCode,
      ).toBe(401);
      const other = await openTestShop(database, 'other');
      await hireClerk(database, { shopId: other.shopId, username: 'li' });
      staff = openBrowser(app.http);
      await staff.post('/api/staff/login', { username: 'li', password: 'ring-ring' });
      const refusal = await move(what, orderId, body);
      expect([refusal.statusCode, codeOf(refusal)]).toEqual([404, 'order_not_found']);
    },
  );
});
