import { once } from 'node:events';
import { createServer } from 'node:http';
import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { createSqlJournal } from '../platform/journal/sql-journal.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import type { RawSocket } from '../testing/raw-socket.ts';
import { sessionParts } from '../testing/session-parts.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { createRealtime } from './create-realtime.ts';

const ASK_AGAIN_MS = 15_000;

describe.each(testDatabases())('the wire of payment pages, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let url: string;
  let shop: TestShop;
  let buyer: TestBrowser;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    url = addressOf(app.http.server);
    shop = await openTestShop(database, 'payers');
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
  });

  afterEach(async () => {
    await app.close();
  });

  async function openTrade(): Promise<TradeReply & { orderId: number }> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': context.ids.token() };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    const orderId = placed.json<OrderReply>().order.id;
    return { ...(await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>(), orderId };
  }

  async function pay({ outTradeNo }: TradeReply): Promise<void> {
    const { headers, rawBody } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    const request = { method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody } as const;
    expect((await app.http.inject(request)).statusCode).toBe(204);
  }

  const queries = (): number =>
    app.merchant.wechat.requests.filter(
      ({ method, path }) => method === 'GET' && path.includes('out-trade-no'),
    ).length;
  const dial = async (query = '', headers = {}): Promise<RawSocket> =>
    openRawSocket(`${url.replace('http', 'ws')}/websocket/myHandler${query}`, headers);
  const create = (trade: TradeReply) => ({ action: 'create', outTradeNo: trade.outTradeNo });
  const paid = ({ outTradeNo, orderId }: TradeReply & { orderId: number }) => ({
    ...{ outTradeNo, orderId, state: 'paid', amountFen: 200 },
    ...{ tradeState: 'SUCCESS', message: '支付成功' },
  });
  const refused = (code: string, outTradeNo?: string) => ({
    ...(outTradeNo !== undefined && { outTradeNo }),
    error: { code, message: expect.any(String) as string },
  });

  test('tells the page that watches a trade that it is paid, once, and nothing before', async () => {
    const trade = await openTrade();
    const page = await dial();
    page.say({ ...create(trade), token: trade.watchToken });
    await page.settled();
    expect(page.heard).toEqual([]);
    await pay(trade);
    await pay(trade);
    await vi.waitFor(() => expect(page.heard).toEqual([paid(trade)]));
  });

  // Elsewhere a payment that came first left the page waiting for ever.
  test('tells at once of a trade that was paid before it was watched', async () => {
    const trade = await openTrade();
    await pay(trade);
    const page = await dial(`?token=${trade.watchToken}`);
    page.say(create(trade));
    await vi.waitFor(() => expect(page.heard).toEqual([paid(trade)]));
    page.say(create(trade));
    await vi.waitFor(() => expect(page.heard).toEqual([paid(trade), paid(trade)]));
  });

  test('tells everybody who watches a trade, and nobody who has ceased to', async () => {
    const trade = await openTrade();
    const pages = [];
    for (let n = 0; n < 3; n += 1) pages.push(await dial(`?token=${trade.watchToken}`));
    for (const page of pages) page.say(create(trade));
    pages[2]?.say({ action: 'remove', outTradeNo: trade.outTradeNo });
    for (const page of pages) await page.settled();
    await pay(trade);
    for (const page of pages.slice(0, 2)) await vi.waitFor(() => expect(page.heard).toEqual([paid(trade)]));
    await pages[2]?.settled();
    expect(pages[2]?.heard).toEqual([]);
  });

  test('lets the buyer watch by the cookie alone', async () => {
    const trade = await openTrade();
    const page = await dial('', { cookie: buyer.cookieHeader() });
    page.say(create(trade));
    await page.settled();
    await pay(trade);
    await vi.waitFor(() => expect(page.heard).toEqual([paid(trade)]));
  });

  test('does not say whether a trade is unknown or somebody else’s', async () => {
    const [trade, other] = [await openTrade(), await openTrade()];
    const stranger = openBrowser(app.http);
    await stranger.get(`/api/shops/${shop.shopId}/menu`);
    const page = await dial(`?token=${other.watchToken}`, { cookie: stranger.cookieHeader() });
    const numbers = [trade.outTradeNo, 'C0000000000A1Rxxxxxxxx', "x' or 1=1"];
    for (const outTradeNo of numbers) page.say({ action: 'create', outTradeNo });
    const answers = numbers.map((outTradeNo) => refused('trade_not_found', outTradeNo));
    await vi.waitFor(() => expect(page.heard).toEqual(answers));
    await pay(trade);
    await page.settled();
    expect(page.heard).toHaveLength(numbers.length);
  });

  test.each([
    'create',
    '{"action":"create"}',
    '{"action":"destroy","outTradeNo":"C1"}',
    '{"action":"create","outTradeNo":7}',
    '[]',
    'null',
  ])('refuses what is no action: %s', async (text) => {
    const page = await dial();
    page.say(text);
    await vi.waitFor(() => expect(page.heard).toEqual([refused('action_invalid')]));
  });

  test('lets one connection watch so many trades', async () => {
    const trades = [];
    for (let n = 0; n < 21; n += 1) trades.push(await openTrade());
    const page = await dial('', { cookie: buyer.cookieHeader() });
    for (const trade of trades) page.say(create(trade));
    const [first, ...others] = trades;
    const last = others.at(-1);
    if (first === undefined || last === undefined) throw new Error('no trades');
    await page.settled();
    await vi.waitFor(() => expect(page.heard).toEqual([refused('too_many_watches', last.outTradeNo)]));
    page.say({ action: 'remove', outTradeNo: first.outTradeNo });
    page.say(create(last));
    await page.settled();
    await pay(last);
    await vi.waitFor(() => expect(page.heard).toHaveLength(2));
  });

  test('has WeChat asked about a trade that is watched, and finds a payment that no notification told of', async () => {
    const trade = await openTrade();
    const page = await dial(`?token=${trade.watchToken}`);
    page.say(create(trade));
    await vi.waitFor(() => expect(queries()).toBe(1));
    app.merchant.wechat.payTrade(trade.outTradeNo);
    context.advance(ASK_AGAIN_MS);
    app.realtime.checkWires();
    await vi.waitFor(() => expect(page.heard).toEqual([paid(trade)]));
  });

  test('looks trades up for those of one address at a pace', async () => {
    const journal = createSqlJournal(database);
    const realtime = createRealtime({
      ...(await sessionParts(context)),
      ...{ journal, allowedOrigins: 'same-origin', trustedProxies: 0 },
      buyersPace: { perSecond: 0.01, atOnce: 2 },
    });
    const server = createServer();
    realtime.messaging.attach(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const trade = await openTrade();
    const page = await openRawSocket(`${addressOf(server).replace('http', 'ws')}/websocket/myHandler`);
    for (let n = 0; n < 3; n += 1) page.say({ ...create(trade), token: 'wrong' });
    const { outTradeNo } = trade;
    const [unknown, unavailable] = [
      refused('trade_not_found', outTradeNo),
      refused('unavailable', outTradeNo),
    ];
    await vi.waitFor(() => expect(page.heard).toEqual([unknown, unknown, unavailable]));
    await realtime.messaging.close({ drainMs: 0 });
    server.close();
  });

  test('lets go of a trade when the page goes', async () => {
    const trade = await openTrade();
    const page = await dial(`?token=${trade.watchToken}`);
    page.say(create(trade));
    await vi.waitFor(() => expect(queries()).toBe(1));
    await page.close();
    context.advance(ASK_AGAIN_MS);
    app.realtime.checkWires();
    await pay(trade);
    expect(queries()).toBe(1);
  });

  test('serves browsers without WebSocket by SockJS at the same path', async () => {
    const trade = await openTrade();
    const session = `${url}/websocket/myHandler/000/session`;
    const post = async (resource: string, body?: string) =>
      (
        await fetch(`${session}/${resource}?token=${trade.watchToken}`, {
          method: 'POST',
          body: body ?? null,
        })
      ).text();
    expect(await post('xhr')).toBe('o\n');
    await post('xhr_send', JSON.stringify([JSON.stringify(create(trade))]));
    await pay(trade);
    const [frame = ''] = (await post('xhr')).split('\n');
    expect((JSON.parse(frame.slice(1)) as string[]).map((text) => JSON.parse(text) as unknown)).toEqual([
      paid(trade),
    ]);
  });

  test('lets nobody in from foreign pages', async () => {
    await expect(dial('', { origin: 'https://evil.example' })).rejects.toThrow('403');
  });
});
