import type {
  OrderReply,
  PassResultReply,
  PassShowingReply,
  StaffPassKindReply,
  TradeReply,
} from '@carillon/contract';
import { writePassCode } from '@carillon/pass-code';
import { startRedis } from '@carillon/scripts/services';
import type { RedisService } from '@carillon/scripts/services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { TEN_CUPS } from '../testing/pass-counter.ts';
import { buyerIdOf, giveTo } from '../testing/pass-screen.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import type { RawSocket } from '../testing/raw-socket.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

const JOIN_LIMIT_MS = 10_000;

describe.each(testDatabases())('the wires on two nodes with one Redis, on %s', (_name, open) => {
  let database: Database;
  let redis: RedisService;
  let nodes: [TestApp, TestApp];
  let shop: TestShop;
  let staff: TestBrowser;
  let buyer: TestBrowser;
  let context: TestContext;
  let keys = 0;

  beforeAll(async () => {
    [database, redis] = await Promise.all([open(), startRedis()]);
  });

  afterAll(async () => {
    await redis.remove();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
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
    shop = await openTestShop(database, 'wires');
    const roles = [{ shopId: shop.shopId, role: 'manager' as const }];
    await hireStaff(database, { username: 'zhou', name: '周经理', roles });
    staff = openBrowser(nodes[0].http);
    await staff.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
    buyer = openBrowser(nodes[0].http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
  });

  afterEach(async () => {
    await Promise.all(nodes.map(async (node) => node.close()));
  });

  const dial = async (node: TestApp, path: string, cookie = ''): Promise<RawSocket> =>
    openRawSocket(addressOf(node.http.server).replace('http', 'ws') + path, { cookie });

  /** An order, and the trade that pays it, opened at the first node. */
  async function order(): Promise<TradeReply & OrderReply> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': `key-${(keys += 1)}` };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    const reply = placed.json<OrderReply>();
    return { ...reply, ...(await buyer.post(`/api/orders/${reply.order.id}/trade`)).json<TradeReply>() };
  }

  /** WeChat reports the payment to a node, which believes its own merchant. */
  async function pay(node: TestApp, { outTradeNo }: TradeReply): Promise<void> {
    const { headers, rawBody } = node.merchant.notification({ outTradeNo, amountFen: 200 });
    const request = { method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody } as const;
    expect((await node.http.inject(request)).statusCode).toBe(204);
  }

  test('ring at both, whichever settled the payment', async () => {
    const tills = await Promise.all(nodes.map(async (node) => dial(node, '/ws/till', staff.cookieHeader())));
    const placed = [await order(), await order()];
    for (const [n, node] of nodes.entries()) {
      const one = placed[n];
      if (one) await pay(node, one);
    }
    const rung = placed.map(({ order: { id, number } }) => ({
      ...{ type: 1, orderId: id },
      content: `订单号：${number}`,
    }));
    for (const till of tills) await vi.waitFor(() => expect(till.heard).toEqual(rung));
  });

  test('tell of a payment to the pages at both, and to who comes late', async () => {
    const [here, there] = nodes;
    const trade = await order();
    const create = { action: 'create', outTradeNo: trade.outTradeNo, token: trade.watchToken };
    const pages = await Promise.all(nodes.map(async (node) => dial(node, '/websocket/myHandler')));
    for (const page of pages) {
      page.say(create);
      await page.settled();
    }
    await pay(there, trade);
    const paid = { outTradeNo: trade.outTradeNo, orderId: trade.order.id, state: 'paid', amountFen: 200 };
    for (const page of pages) await vi.waitFor(() => expect(page.heard).toMatchObject([paid]));
    const late = await dial(here, '/websocket/myHandler');
    late.say(create);
    await vi.waitFor(() => expect(late.heard).toMatchObject([paid]));
  });

  test('let go of who polls at the one, when the other settled the payment', async () => {
    const [here, there] = nodes;
    const trade = await order();
    const url = `${addressOf(here.http.server)}/api/trades/${trade.outTradeNo}/result?token=${trade.watchToken}`;
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    const watch = vi.spyOn(here.realtime.trades, 'watch');
    const answer = fetch(url, { headers: { 'if-none-match': etag, prefer: 'wait=25' } });
    await vi.waitFor(() => expect(watch).toHaveBeenCalledOnce());
    await pay(there, trade);
    expect(await (await answer).json()).toMatchObject({ state: 'paid' });
  });

  test('tell of a scan at the one to a buyer’s screens at both, and to who polls', async () => {
    const { shopId } = shop;
    const [here, there] = nodes;
    const saved = await staff.post(`/api/staff/shops/${shopId}/pass-kinds`, TEN_CUPS);
    const { id: kindId } = saved.json<StaffPassKindReply>().kind;
    const passId = await giveTo(context, { shopId, kindId, buyerId: buyerIdOf(buyer) });
    const { showing } = (await buyer.post(`/api/passes/${passId}/showings`)).json<PassShowingReply>();
    const path = `/webSocket/${showing.userId}/${shopId}`;
    const screens = await Promise.all(nodes.map(async (node) => dial(node, path, buyer.cookieHeader())));
    const poll = async (node: TestApp): Promise<unknown> => {
      const url = `/api/passes/${passId}/showings/${showing.id}/result`;
      const answer = await node.http.inject({ url, headers: { cookie: buyer.cookieHeader() } });
      return answer.json<PassResultReply>().result?.outcome;
    };
    // Both have heard that nobody has scanned it, and remember that.
    expect([await poll(here), await poll(there)]).toEqual([undefined, undefined]);
    const { code } = writePassCode(showing, context.clock.now().getTime()) ?? {};
    await staff.post(`/api/staff/shops/${shopId}/scans`, { code });
    for (const { heard } of screens)
      await vi.waitFor(() => expect(heard).toEqual(['0_扣费成功_剩余次数: 9']));
    // What they remember is told anew, not waited for to be forgotten.
    for (const node of nodes) await vi.waitFor(async () => expect(await poll(node)).toBe('taken'));
  });

  test('close at both when the login ends at one, within a second', async () => {
    const tills = await Promise.all(nodes.map(async (node) => dial(node, '/ws/till', staff.cookieHeader())));
    const logout = await staff.post('/api/staff/logout');
    expect(logout.statusCode).toBe(204);
    const ends = await Promise.all(tills.map(async ({ closed }) => closed));
    expect(ends).toEqual([
      { code: 3504, reason: 'logged_out' },
      { code: 3504, reason: 'logged_out' },
    ]);
  }, 5_000);

  test('tell a till that moves to the other node what it missed', async () => {
    const [here, there] = nodes;
    const till = await dial(here, '/ws/till', staff.cookieHeader());
    await till.close();
    const missed = await order();
    await pay(here, missed);
    const back = await dial(there, '/ws/till', staff.cookieHeader());
    await vi.waitFor(() => expect(back.heard).toMatchObject([{ type: 1, orderId: missed.order.id }]));
  });
});
