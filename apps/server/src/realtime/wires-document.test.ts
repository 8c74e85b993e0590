import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { OrderReply, PassShowingReply, StaffPassKindReply, TradeReply } from '@carillon/contract';
import { passRefusalSchema } from '@carillon/contract/schemas';
import { writePassCode } from '@carillon/pass-code';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { TEN_CUPS } from '../testing/pass-counter.ts';
import { buyerIdOf, giveTo } from '../testing/pass-screen.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';
import { describeResult } from './describe-result.ts';
import { passWireText } from './pass-wire-text.ts';
import { PAYMENT_WIRE_ERRORS } from './payment-wire-errors.ts';

const folder = path.resolve(import.meta.dirname, '../..');
const document = readFileSync(path.join(folder, '../../docs/wires.md'), 'utf8');
const examples = Array.from(document.matchAll(/```js\n(.*?)```/gs), ([, example = '']) => example);

describe.each(testDatabases())('the document of the wires, on %s', (_name, open) => {
  let app: TestApp;
  let context: TestContext;
  let shop: TestShop;
  let staff: TestBrowser;
  let buyer: TestBrowser;

  beforeAll(async () => {
    const database = await open();
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    shop = await openTestShop(database, 'documented');
    const roles = [{ shopId: shop.shopId, role: 'manager' as const }];
    await hireStaff(database, { username: 'zhou', name: '周经理', roles });
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
      .replace('carillon_buyer=…', buyer.cookieHeader())
      .replace("userId: '…', shopId: 7", `userId: '${buyerIdOf(buyer)}', shopId: ${shop.shopId}`)
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

  test('the client of a car wash runs as written', async () => {
    const { shopId } = shop;
    const sold = { ...TEN_CUPS, visits: 5 };
    const saved = await staff.post(`/api/staff/shops/${shopId}/pass-kinds`, sold);
    const { id: kindId } = saved.json<StaffPassKindReply>().kind;
    const passId = await giveTo(context, { shopId, kindId, buyerId: buyerIdOf(buyer) });
    const { showing } = (await buyer.post(`/api/passes/${passId}/showings`)).json<PassShowingReply>();
    const { code } = writePassCode(showing, context.clock.now().getTime()) ?? {};
    await staff.post(`/api/staff/shops/${shopId}/scans`, { code });
    expect(await run('/webSocket/')).toBe('成功 扣费成功 剩余次数: 4');
  });

  test('the table of car washes has every status that buyers are told, and no other', () => {
    const rows = [...document.matchAll(/^\| (\d+) +\| (\S+) +\| (\S.*?) +\| .*?\|$/gm)].map((row) =>
      row.slice(1, 4),
    );
    const result = { showingId: 1, passId: 1, shopId: 1, at: '', visitId: null };
    const left = { taken: 4, pass_code_used: 4, undone: 5 } as Record<string, number>;
    const texts = [...passRefusalSchema.options, 'taken' as const, 'undone' as const]
      .map((outcome) => passWireText({ ...result, outcome, left: left[outcome] ?? 0 }))
      .filter((text) => text !== undefined);
    expect(
      rows
        .filter(([, message]) => /[卡码次费]/.test(message ?? ''))
        .map((row) => row.join('_'))
        .sort(),
    ).toEqual(texts.sort());
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
