import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { OrderReply, TradeReply } from '@carillon/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { describeResult } from './describe-result.ts';
import { PAYMENT_WIRE_ERRORS } from './payment-wire-errors.ts';

const folder = path.resolve(import.meta.dirname, '../..');
const document = readFileSync(path.join(folder, '../../docs/wires.md'), 'utf8');
const examples = Array.from(document.matchAll(/```js\n(.*?)```/gs), ([, example = '']) => example);

describe.each(testDatabases())('the document of the wires, on %s', (_name, open) => {
  let app: TestApp;
  let shop: TestShop;
  let staff: TestBrowser;
  let buyer: TestBrowser;

  beforeAll(async () => {
    const database = await open();
    await emptyTables(database);
    app = await makeApp(makeContext(database));
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    shop = await openTestShop(database, 'documented');
    await hireClerk(database, { shopId: shop.shopId, username: 'zhou' });
    staff = openBrowser(app.http);
    await staff.post('/api/staff/login', { username: 'zhou', password: 'ring-ring' });
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
  });

  afterAll(async () => {
    await app.close();
  });

  /** Runs the example with these words against the server of the test; answers its first line. */
  async function run(words: string, trade?: TradeReply): Promise<string | undefined> {
    const address = addressOf(app.http.server);
    const example = (examples.find((one) => one.includes(words)) ?? '')
      .replace(/https:\/\/shop\.example/g, address)
      .replace(/wss:\/\/shop\.example/g, address.replace('http', 'ws'))
      .replace('carillon_staff=…', staff.cookieHeader())
      .replace("outTradeNo: 'C…'", `outTradeNo: '${trade?.outTradeNo}'`)
      .replace("watchToken: '…'", `watchToken: '${trade?.watchToken}'`);
    const args = ['--input-type=module', '--eval', example];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill());
    for await (const line of createInterface({ input: child.stdout })) return line;
    return undefined;
  }

  async function openTrade(): Promise<TradeReply & OrderReply> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    const reply = placed.json<OrderReply>();
    return { ...reply, ...(await buyer.post(`/api/orders/${reply.order.id}/trade`)).json<TradeReply>() };
  }

  async function pay({ outTradeNo }: TradeReply): Promise<void> {
    const { headers, rawBody } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    await app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody });
  }

  test('the client of a seller page runs as written', async () => {
    const trade = await openTrade();
    await pay(trade);
    const { id } = trade.order;
    expect(await run('/sell/webSocket')).toBe(`提醒 您有新的订单,orderId=${id} ${id}`);
    await staff.post(`/api/staff/orders/${id}/accept`, {});
  });

  test('the client of a takeaway system runs as written', async () => {
    const trade = await openTrade();
    await pay(trade);
    const { id, number } = trade.order;
    expect(await run('/ws/till-1', trade)).toBe(`您有新的外卖订单，请及时处理 ${id} 订单号：${number}`);
  });

  test.each(['/websocket/myHandler', '/api/trades/'])('the client of %s runs as written', async (words) => {
    const trade = await openTrade();
    const line = run(words, trade);
    await pay(trade);
    expect(await line).toBe(`paid ${trade.outTradeNo}`);
  });

  test('the tables name every error and every result of the wire of payment pages', () => {
    const rows = [...document.matchAll(/^\| `(\w+)` +\| (\S.*?) +\|$/gm)].map(([, code, text]) => [
      code,
      text,
    ]);
    expect(Object.fromEntries(rows.filter(([code]) => code && code in PAYMENT_WIRE_ERRORS))).toEqual(
      PAYMENT_WIRE_ERRORS,
    );
    for (const state of ['paid', 'refunded', 'closed'] as const) {
      expect(document).toMatch(
        new RegExp(`\\| \`${state}\` +\\| \`${describeResult(state).tradeState}\` +\\|`),
      );
    }
  });
});
