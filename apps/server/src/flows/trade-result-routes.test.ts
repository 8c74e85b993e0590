import type { OrderReply, TradeReply } from '@carillon/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

describe.each(testDatabases())('the result of a trade, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shop: TestShop;
  let buyer: TestBrowser;
  let trade: TradeReply;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    shop = await openTestShop(database, 'pollers');
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, { 'idempotency-key': 'k' });
    const orderId = placed.json<OrderReply>().order.id;
    trade = (await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>();
  });

  afterEach(async () => {
    await app.close();
  });

  async function pay(): Promise<void> {
    const { headers, rawBody } = app.merchant.notification({ outTradeNo: trade.outTradeNo, amountFen: 200 });
    const request = { method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody } as const;
    expect((await app.http.inject(request)).statusCode).toBe(204);
  }

  async function ask(
    headers: Record<string, string> = {},
    outTradeNo = trade.outTradeNo,
  ): Promise<LightMyRequestResponse> {
    const authorization = `Bearer ${trade.watchToken}`;
    return app.http.inject({
      url: `/api/trades/${outTradeNo}/result`,
      headers: { authorization, ...headers },
    });
  }

  /** Asks for another state than the one that is known, and says when that began to be waited for. */
  async function waitFor(seconds: number): Promise<{ answer: Promise<LightMyRequestResponse> }> {
    const etag = String((await ask()).headers.etag);
    const answer = ask({ 'if-none-match': etag, prefer: `wait=${seconds}` });
    await vi.waitFor(() => expect(watched()).toBe(1));
    return { answer };
  }

  const watch = () => vi.spyOn(app.realtime.trades, 'watch');
  let spy: ReturnType<typeof watch> | undefined;
  const watched = (): number => spy?.mock.calls.length ?? 0;

  beforeEach(() => {
    spy = watch();
  });

  test('is open until it is paid', async () => {
    const first = await ask();
    expect(first.json()).toEqual({
      outTradeNo: trade.outTradeNo,
      orderId: expect.any(Number) as number,
      state: 'open',
      amountFen: 200,
    });
    expect(first.headers['cache-control']).toBe('private, no-cache');
    await pay();
    expect((await ask()).json()).toMatchObject({ state: 'paid' });
  });

  test('costs whoever knows it 304 and no body', async () => {
    const etag = String((await ask()).headers.etag);
    const again = await ask({ 'if-none-match': etag });
    expect([again.statusCode, again.headers.etag]).toEqual([304, etag]);
    await pay();
    const changed = await ask({ 'if-none-match': etag });
    expect([changed.statusCode, changed.headers.etag === etag]).toEqual([200, false]);
  });

  test('is for its buyer, and for who has its token, by header or address', async () => {
    const url = `/api/trades/${trade.outTradeNo}/result`;
    expect((await buyer.get(url)).statusCode).toBe(200);
    expect((await app.http.inject(`${url}?token=${trade.watchToken}`)).statusCode).toBe(200);
    const stranger = openBrowser(app.http);
    await stranger.get(`/api/shops/${shop.shopId}/menu`);
    for (const answer of [
      await stranger.get(url),
      await app.http.inject(`${url}?token=${'x'.repeat(36)}`),
      await ask({}, 'C0000000000A1Rxxxxxxxx'),
      await ask({}, 'x'),
    ]) {
      expect([answer.statusCode, answer.json<object>()]).toMatchObject([
        404,
        { error: { code: 'trade_not_found' } },
      ]);
    }
  });

  test('is waited for until it changes', async () => {
    const { answer } = await waitFor(25);
    await pay();
    const { statusCode, headers, json } = await answer;
    expect([statusCode, json<{ state: string }>().state]).toEqual([200, 'paid']);
    expect(headers['preference-applied']).toBe('wait=25');
  });

  test('is waited for no longer than was asked, nor longer than 25 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const etag = String((await ask()).headers.etag);
      const answer = ask({ 'if-none-match': etag, prefer: 'wait=3600' });
      await vi.waitFor(() => expect(watched()).toBe(1));
      await vi.advanceTimersByTimeAsync(25_000);
      const { statusCode, headers } = await answer;
      expect([statusCode, headers['preference-applied']]).toEqual([304, 'wait=25']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('has WeChat asked, and is found though no notification told of it', async () => {
    app.merchant.wechat.payTrade(trade.outTradeNo);
    expect((await ask()).json()).toMatchObject({ state: 'open' });
    await vi.waitFor(async () => expect((await ask()).json()).toMatchObject({ state: 'paid' }));
  });

  test('is not waited for by who does not know how it stands', async () => {
    expect((await ask({ prefer: 'wait=25' })).statusCode).toBe(200);
    expect((await ask({ 'if-none-match': '"other"', prefer: 'wait=25' })).statusCode).toBe(200);
    expect(watched()).toBe(0);
  });

  test('is given to all who wait when the server goes down', async () => {
    const { answer } = await waitFor(25);
    await app.close();
    expect((await answer).statusCode).toBe(304);
  });

  test('is not waited for any more when the client has gone', async () => {
    const etag = String((await ask()).headers.etag);
    const gone = new AbortController();
    const ended = vi.fn();
    spy?.mockImplementationOnce(() => ended);
    const url = `${addressOf(app.http.server)}/api/trades/${trade.outTradeNo}/result?token=${trade.watchToken}`;
    const answer = fetch(url, {
      headers: { 'if-none-match': etag, prefer: 'wait=25' },
      signal: gone.signal,
    }).catch((error: unknown) => error);
    await vi.waitFor(() => expect(watched()).toBe(1));
    gone.abort();
    await answer;
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });
});
