import { shopOrdersDestination } from '@carillon/contract';
import type {
  Fulfilment,
  Order,
  OrderListReply,
  OrderReply,
  OrderStatus,
  OwnOrdersReply,
  TradeReply,
} from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { makeOrder } from './testing/make-order.ts';

const RICE = { lines: [{ productId: 1, quantity: 1 }], totalFen: 200 };

describe.each(testDatabases())('orders over HTTP, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shop: TestShop;
  let buyer: TestBrowser;
  let staff: TestBrowser;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context, { publicUrl: 'https://shop.test' });
    shop = await openTestShop(database, 'orders');
    await hireClerk(database, { shopId: shop.shopId, username: 'zhou' });
    await hireClerk(database, { shopId: shop.shopId, username: 'chen' });
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
    staff = await logIn('zhou');
  });

  afterEach(async () => {
    await app.close();
  });

  async function logIn(username: string): Promise<TestBrowser> {
    return logInAs(app.http, username);
  }

  async function place(key: string = context.ids.token(), browser = buyer) {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    return browser.post(`/api/shops/${shop.shopId}/orders`, body, { 'idempotency-key': key });
  }

  async function pay(order: Order): Promise<void> {
    const { outTradeNo } = (await buyer.post(`/api/orders/${order.id}/trade`)).json<TradeReply>();
    const { headers, rawBody: payload } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    await app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload });
  }

  async function placePaid(): Promise<Order> {
    const { order } = (await place()).json<OrderReply>();
    await pay(order);
    return order;
  }

  async function board(): Promise<OrderListReply> {
    return (await staff.get(`/api/staff/shops/${shop.shopId}/orders`)).json<OrderListReply>();
  }

  async function move(what: 'accept' | 'complete', order: Order, browser = staff) {
    return browser.post(`/api/staff/orders/${order.id}/${what}`);
  }

  describe('placing', () => {
    test('knows the buyer by the cookie that came with the menu', async () => {
      const response = await openBrowser(app.http).get(`/api/shops/${shop.shopId}/menu`);
      expect(response.cookies[0]).toMatchObject({ name: 'carillon_buyer', httpOnly: true, sameSite: 'Lax' });
      expect(response.cookies[0]?.maxAge).toBe(31_536_000);
      const { order } = (await place()).json<OrderReply>();
      expect((await buyer.get(`/api/orders/${order.id}`)).json()).toEqual({ order, seq: 0 });
      expect((await buyer.get('/api/orders')).json()).toEqual({ orders: [order], seq: 0, nextBefore: null });
    });

    test('orders nothing for a browser without a cookie, and gives it one to try again with', async () => {
      const unknown = openBrowser(app.http);
      const refusals = await Promise.all([place('same', openBrowser(app.http)), place('same', unknown)]);
      for (const refusal of refusals) {
        expect(refusal.statusCode).toBe(401);
        expect(refusal.json()).toMatchObject({ error: { code: 'buyer_unknown' } });
      }
      const placed = [await place('same', unknown), await place('same', unknown)];
      expect(new Set(placed.map((reply) => reply.json<OrderReply>().order.id)).size).toBe(1);
      const { rows } = await sql`select id from shop_order`.execute(database.db);
      expect(rows).toHaveLength(1);
    });

    test('keeps no cookie that would open someone’s orders', async () => {
      await place();
      const { rows } = await sql<{ buyer_id: string }>`select buyer_id from shop_order`.execute(database.db);
      expect(rows[0]?.buyer_id).not.toBe(buyer.cookies.get('carillon_buyer'));
      expect(rows[0]?.buyer_id).toMatch(/^[0-9a-f]{64}$/);
    });

    test('answers the same request with the same order', async () => {
      const replies = await Promise.all(Array.from({ length: 10 }, async () => place('again')));
      expect(new Set(replies.map((reply) => reply.json<OrderReply>().order.id)).size).toBe(1);
    });

    test.each(['', ' ', 'with space', 'é', 'k'.repeat(65)])('refuses the Idempotency-Key %j', async (key) => {
      expect((await place(key)).json()).toMatchObject({ error: { code: 'idempotency_key_missing' } });
    });

    test.each([
      ['no lines', { lines: [], totalFen: 0 }],
      ['a quantity of nothing', { lines: [{ productId: 1, quantity: 0 }], totalFen: 0 }],
      ['a negative quantity', { lines: [{ productId: 1, quantity: -1 }], totalFen: 0 }],
      ['half a dish', { lines: [{ productId: 1, quantity: 0.5 }], totalFen: 0 }],
      ['a hundred of a dish', { lines: [{ productId: 1, quantity: 100 }], totalFen: 0 }],
      ['a negative total', { lines: [{ productId: 1, quantity: 1 }], totalFen: -1 }],
      ['a remark with a NUL', { lines: [{ productId: 1, quantity: 1 }], totalFen: 0, remark: 'a\0b' }],
      ['a table with a NUL', { lines: [{ productId: 1, quantity: 1 }], totalFen: 0, tableCode: 'a\0b' }],
      ['a table for what is fetched', { ...RICE, fulfilment: 'pickup', tableCode: 'a' }],
      ['a door for what is fetched', { ...RICE, contact: { name: 'a', phone: '12345', address: 'b' } }],
      ['fifty-one lines', { lines: Array(51).fill({ productId: 1, quantity: 1 }), totalFen: 0 }],
    ])('refuses %s', async (_what, body) => {
      const reply = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, { 'idempotency-key': 'k' });
      expect(reply.statusCode).toBe(400);
      expect(reply.json()).toMatchObject({ error: { code: 'invalid_request' } });
    });
  });

  describe('reading', () => {
    test('refuses a table’s code with a NUL', async () => {
      const reply = await buyer.get('/api/tables/a%00b');
      expect(reply.statusCode).toBe(400);
      expect(reply.json()).toMatchObject({ error: { code: 'invalid_request' } });
    });

    test('shows an order to its buyer and the shop’s staff, to others it is not there', async () => {
      const { order } = (await place()).json<OrderReply>();
      expect((await staff.get(`/api/orders/${order.id}`)).json()).toEqual({ order, seq: 0 });
      const stranger = openBrowser(app.http);
      await stranger.get(`/api/shops/${shop.shopId}/menu`);
      const refusal = await stranger.get(`/api/orders/${order.id}`);
      expect(refusal.statusCode).toBe(404);
      expect(refusal.json()).toMatchObject({ error: { code: 'order_not_found' } });
    });

    test('shows the board without unpaid orders, from the oldest to the newest, with its journal’s number', async () => {
      await place();
      const one = await placePaid();
      const other = await placePaid();
      const { orders, seq } = await board();
      expect(orders.map(({ id }) => id)).toEqual([one.id, other.id]);
      expect(seq).toBe(2);
    });

    test('shows the buyer’s own orders by pages, the latest first', async () => {
      const ids: number[] = [];
      for (let count = 0; count < 5; count += 1) ids.unshift((await place()).json<OrderReply>().order.id);
      await place(undefined, openBrowser(app.http));
      const seen: number[][] = [];
      let page = '/api/orders?limit=2';
      while (page !== '') {
        const reply: OwnOrdersReply = (await buyer.get(page)).json();
        seen.push(reply.orders.map(({ id }) => id));
        page = reply.nextBefore === null ? '' : `/api/orders?limit=2&before=${reply.nextBefore}`;
      }
      expect(seen).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
      expect((await buyer.get('/api/orders?limit=5')).json()).toMatchObject({ nextBefore: null });
    });

    test.each(['limit=0', 'limit=51', 'limit=x', 'before=0', 'before=-1', 'before=x'])(
      'refuses the page %s',
      async (page) => {
        const reply = await buyer.get(`/api/orders?${page}`);
        expect(reply.json()).toMatchObject({ error: { code: 'invalid_request' } });
      },
    );

    test('shows on the board what is ready, on its way, completed or cancelled, too', async () => {
      const make = async (fulfilment: Fulfilment, status: OrderStatus) =>
        makeOrder(context, { shopId: shop.shopId, productId: shop.products.duck, fulfilment, status });
      const accepted = await make('table', 'accepted');
      const cancelled = await make('pickup', 'cancelled');
      const delivering = await make('delivery', 'delivering');
      const completed = await make('pickup', 'completed');
      const ready = await make('pickup', 'ready');
      const { orders } = await board();
      expect(orders.map(({ id }) => id)).toEqual([cancelled, completed, accepted, delivering, ready]);
    });

    // They shared one limit, of the newest: a shop that never pressed "complete" lost sight of who still waited.
    test('shows who waits, however many newer orders are being made', async () => {
      const waiting = await placePaid();
      await sql`
        insert into shop_order (shop_id, buyer_id, shop_day, number, status, total_fen, remark, placed_at,
          expires_at, paid_at)
        select shop_id, 'other', shop_day, 1000 + other, 'accepted', total_fen, '', placed_at, expires_at, paid_at
        from shop_order, generate_series(1, 600) as other
        where id = ${waiting.id}`.execute(database.db);
      const { orders } = await board();
      expect(orders.filter(({ status }) => status === 'paid').map(({ id }) => id)).toEqual([waiting.id]);
    });

    test('is of one moment: whatever happens meanwhile, the number fits the orders', async () => {
      const orders = [await placePaid(), await placePaid(), await placePaid(), await placePaid()];
      const accepting = Promise.all(orders.map(async (order) => move('accept', order)));
      const boards = await Promise.all(Array.from({ length: 12 }, board));
      await accepting;
      for (const { orders: shown, seq } of boards) {
        expect(shown.filter(({ status }) => status === 'accepted')).toHaveLength(seq - 4);
      }
    });
  });

  describe('accepting and completing', () => {
    test('leads from paid to completed, with who did it', async () => {
      const order = await placePaid();
      await move('accept', order);
      const { order: completed, seq } = (await move('complete', order)).json<OrderReply>();
      expect(completed.status).toBe('completed');
      expect(completed.timeline.map(({ status, by }) => [status, by])).toEqual([
        ['pending_payment', 'buyer'],
        ['paid', 'wechat'],
        ['accepted', 'Clerk zhou'],
        ['completed', 'Clerk zhou'],
      ]);
      expect(seq).toBe(3);
    });

    test('lets one of many accept, and tells the others who did', async () => {
      const order = await placePaid();
      const chen = await logIn('chen');
      const replies = await Promise.all(
        Array.from({ length: 10 }, async (_, index) => move('accept', order, index % 2 ? chen : staff)),
      );
      expect(replies.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
      const refused = replies.filter(({ statusCode }) => statusCode === 409);
      expect(refused).toHaveLength(9);
      for (const reply of refused) {
        expect(reply.json()).toMatchObject({
          error: {
            code: 'order_already_accepted',
            details: { by: expect.stringMatching(/^Clerk/) as string, at: '2026-11-21T04:00:00.000Z' },
          },
        });
      }
      const { rows } = await sql<{ newest_seq: number }>`
        select newest_seq from journal_destination
        where name = ${shopOrdersDestination(shop.shopId)}`.execute(database.db);
      expect(rows).toEqual([{ newest_seq: 2 }]);
    });

    test('says what is missing or done already', async () => {
      const codeOf = async (what: 'accept' | 'complete', order: Order) =>
        (await move(what, order)).json<{ error?: { code: string } }>().error?.code;
      const { order } = (await place()).json<OrderReply>();
      expect(await codeOf('accept', order)).toBe('order_not_paid');
      expect(await codeOf('complete', order)).toBe('order_not_paid');
      await pay(order);
      expect(await codeOf('complete', order)).toBe('order_not_accepted');
      await move('accept', order);
      await move('complete', order);
      expect(await codeOf('accept', order)).toBe('order_already_accepted');
      expect(await codeOf('complete', order)).toBe('order_already_completed');
    });

    test('is for staff of the order’s shop: to others it is not there', async () => {
      const order = await placePaid();
      const other = await openTestShop(database, 'other');
      await hireClerk(database, { shopId: other.shopId, username: 'li' });
      const refusal = await move('accept', order, await logIn('li'));
      expect(refusal.json()).toMatchObject({ error: { code: 'order_not_found' } });
      expect((await board()).orders[0]?.status).toBe('paid');
    });

    // WeChat says in whole seconds when it was paid: of an order that was paid at once, that was before it was placed.
    test('tells what became of an order as it came, whatever the clocks say', async () => {
      const { order } = (await place()).json<OrderReply>();
      context.advance(-900);
      await pay(order);
      const { order: paid } = (await buyer.get(`/api/orders/${order.id}`)).json<OrderReply>();
      expect(paid.timeline.map(({ status }) => status)).toEqual(['pending_payment', 'paid']);
    });

    // Elsewhere complete() wrote its state to an id that was never copied.
    test('moves the order named and no other', async () => {
      const [one, other] = [await placePaid(), await placePaid()];
      await move('accept', one);
      expect((await board()).orders.map(({ id, status }) => [id, status])).toEqual([
        [one.id, 'accepted'],
        [other.id, 'paid'],
      ]);
    });
  });
});
