import type { OrderReply, TradeReply } from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { makeApp } from './test-app.ts';
import type { TestApp } from './test-app.ts';
import { openBrowser } from './test-browser.ts';
import type { TestBrowser } from './test-browser.ts';
import { makeContext } from './test-context.ts';
import type { TestContext } from './test-context.ts';
import { hireStaff, openTestShop } from './test-shop.ts';
import type { TestShop } from './test-shop.ts';

export interface TestOffice {
  readonly app: TestApp;
  readonly context: TestContext;
  readonly shop: TestShop;
  /** A manager who is logged in. */
  readonly manager: () => TestBrowser;
  readonly logIn: (username: string) => Promise<TestBrowser>;
  /** A buyer orders rice for 2.00 apiece, and opens the trade. */
  readonly order: (quantity: number, fields?: object) => Promise<PlacedOrder>;
  /** The same, paid. */
  readonly orderPaid: (quantity: number, fields?: object) => Promise<PlacedOrder>;
  /** Lets time pass, and the manager log in again: logins end when they are not used. */
  readonly pass: (ms: number) => Promise<void>;
  /** The path of a manager's route at the shop. */
  readonly path: (rest: string) => string;
}

interface PlacedOrder {
  readonly order: OrderReply['order'];
  readonly trade: TradeReply;
}

/** Opens a whole server at `start`, with a shop where rice is sold and paid for, and the manager of it, 老陈. */
export async function openOffice(database: Database, start: string): Promise<TestOffice> {
  const context = makeContext(database, start);
  const app = await makeApp(context, { publicUrl: 'https://shop.test' });
  const shop = await openTestShop(database, 'money');
  const roles = [{ shopId: shop.shopId, role: 'manager' as const }];
  await hireStaff(database, { username: 'boss', name: '老陈', roles });
  let manager = await logIn('boss');

  async function logIn(username: string): Promise<TestBrowser> {
    const browser = openBrowser(app.http);
    await browser.post('/api/staff/login', { username, password: 'ring-ring' });
    return browser;
  }

  async function order(quantity: number, fields: object = {}): Promise<PlacedOrder> {
    const buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shop.shopId}/menu`);
    const lines = [{ productId: shop.products.rice, quantity }];
    const body = { lines, totalFen: 200 * quantity, ...fields };
    const placed = await buyer.post(`/api/shops/${shop.shopId}/orders`, body, { 'idempotency-key': 'k' });
    const { order } = placed.json<OrderReply>();
    return { order, trade: (await buyer.post(`/api/orders/${order.id}/trade`)).json<TradeReply>() };
  }

  async function pay({ outTradeNo, amountFen }: TradeReply): Promise<void> {
    const { headers, rawBody } = app.merchant.notification(
      { outTradeNo, amountFen },
      { trade: { success_time: context.clock.now().toISOString() } },
    );
    await app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload: rawBody });
  }

  return {
    ...{ app, context, shop, logIn, order },
    manager: () => manager,
    async orderPaid(quantity, fields) {
      const placed = await order(quantity, fields);
      await pay(placed.trade);
      return placed;
    },
    async pass(ms) {
      context.advance(ms);
      manager = await logIn('boss');
    },
    path: (rest) => `/api/staff/shops/${shop.shopId}/${rest}`,
  };
}
