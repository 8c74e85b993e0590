import { randomUUID } from 'node:crypto';
import type { OrderReply, PassKind, SavePassKind, StaffPassKindReply, TradeReply } from '@carillon/contract';
import { sql } from 'kysely';
import type { Database } from '../platform/database.ts';
import { makeApp } from './test-app.ts';
import type { TestApp } from './test-app.ts';
import { openBrowser } from './test-browser.ts';
import type { TestBrowser } from './test-browser.ts';
import { makeContext } from './test-context.ts';
import type { TestContext } from './test-context.ts';
import { hireStaff, openTestShop } from './test-shop.ts';

/** Ten visits for 199.00, good for a year, given back when asked for. */
export const TEN_CUPS: SavePassKind = {
  ...{ name: '咖啡十杯卡', terms: '任选中杯', visits: 10, priceFen: 19_900, validDays: 365 },
  ...{ refundable: true, maxPerBuyer: null, onSale: true },
};

/** What a request was answered: its status beside the fields of its body. */
export type Answer<Reply> = Partial<Reply> & {
  readonly status: number;
  readonly error?: { readonly code: string; readonly details?: unknown };
};

export interface PassCounter {
  readonly app: TestApp;
  readonly context: TestContext;
  readonly shopId: number;
  readonly clerk: TestBrowser;
  readonly manager: TestBrowser;
  readonly buyer: TestBrowser;
  /** A browser that has been to the shop, of nobody else. */
  openBuyer(): Promise<TestBrowser>;
  logIn(username: string): Promise<TestBrowser>;
  get<Reply>(browser: TestBrowser, path: string): Promise<Answer<Reply>>;
  /** @param key the idempotency key, where one is needed */
  post<Reply>(browser: TestBrowser, path: string, body?: object, key?: string): Promise<Answer<Reply>>;
  /** The shop sells another kind of pass from now on. */
  saveKind(kind?: Partial<SavePassKind>): Promise<PassKind>;
  /** Orders a pass and opens its trade. */
  order(kind: PassKind, browser?: TestBrowser): Promise<{ orderId: number; trade: TradeReply }>;
  /** WeChat tells that a trade was paid. Returns the status that it was answered with. */
  notify(trade: TradeReply): Promise<number>;
  /** Everything that was told, by destination. */
  told(): Promise<Record<string, string[]>>;
  /** The id of the pass that an order brought. */
  broughtBy(orderId: number, browser?: TestBrowser): Promise<number>;
  /** Orders and pays a pass. Returns its id. */
  sell(kind: PassKind, browser?: TestBrowser): Promise<number>;
}

/** Opens a whole server with a shop that may sell passes, its clerk 小王 and its manager 王经理, and a buyer. */
export async function openPassCounter(database: Database): Promise<PassCounter> {
  const context = makeContext(database);
  const app = await makeApp(context, { publicUrl: 'https://shop.test' });
  const { shopId } = await openTestShop(database, 'passes');
  await hireStaff(database, { username: 'clerk', name: '小王', roles: [{ shopId, role: 'clerk' }] });
  await hireStaff(database, { username: 'boss', name: '王经理', roles: [{ shopId, role: 'manager' }] });

  async function openBuyer(): Promise<TestBrowser> {
    const browser = openBrowser(app.http);
    await browser.get(`/api/shops/${shopId}/menu`);
    return browser;
  }

  async function logIn(username: string): Promise<TestBrowser> {
    const browser = openBrowser(app.http);
    await browser.post('/api/staff/login', { username, password: 'ring-ring' });
    return browser;
  }

  const [clerk, manager, buyer] = [await logIn('clerk'), await logIn('boss'), await openBuyer()];

  const counter: PassCounter = {
    ...{ app, context, shopId, clerk, manager, buyer, openBuyer, logIn },
    async get<Reply>(browser: TestBrowser, path: string) {
      const reply = await browser.get(path);
      return { status: reply.statusCode, ...reply.json<Partial<Reply>>() } as Answer<Reply>;
    },
    async post<Reply>(browser: TestBrowser, path: string, body?: object, key?: string) {
      const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
      const reply = await browser.post(path, body, headers);
      return { status: reply.statusCode, ...reply.json<Partial<Reply>>() } as Answer<Reply>;
    },
    async saveKind(kind = {}) {
      const path = `/api/staff/shops/${shopId}/pass-kinds`;
      const { kind: saved } = await counter.post<StaffPassKindReply>(manager, path, { ...TEN_CUPS, ...kind });
      if (saved === undefined) throw new Error('The kind of pass was not saved.');
      return saved;
    },
    async order({ id: kindId, priceFen }, browser = buyer) {
      const path = `/api/shops/${shopId}/passes`;
      const { order } = await counter.post<OrderReply>(browser, path, { kindId, priceFen }, randomUUID());
      if (order === undefined) throw new Error('The pass was not ordered.');
      const trade = (await browser.post(`/api/orders/${order.id}/trade`)).json<TradeReply>();
      return { orderId: order.id, trade };
    },
    async notify({ outTradeNo, amountFen }) {
      const paidAt = context.clock.now().toISOString();
      app.merchant.wechat.payTrade(outTradeNo);
      const { headers, rawBody } = app.merchant.notification(
        { outTradeNo, amountFen },
        { trade: { success_time: paidAt } },
      );
      const request = { method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody } as const;
      return (await app.http.inject(request)).statusCode;
    },
    async told() {
      const { rows } = await sql<{ name: string; type: string }>`
        select name, payload ->> 'type' as type
        from journal_entry join journal_destination on journal_destination.id = destination_id
        order by name, seq`.execute(database.db);
      const destinations: Record<string, string[]> = {};
      for (const { name, type } of rows) (destinations[name] ??= []).push(type);
      return destinations;
    },
    async sell(kind, browser = buyer) {
      const { orderId, trade } = await counter.order(kind, browser);
      await counter.notify(trade);
      return counter.broughtBy(orderId, browser);
    },
    async broughtBy(orderId, browser = buyer) {
      const { order } = await counter.get<OrderReply>(browser, `/api/orders/${orderId}`);
      if (order?.passId === undefined) throw new Error(`Order ${orderId} brought no pass.`);
      return order.passId;
    },
  };
  return counter;
}
