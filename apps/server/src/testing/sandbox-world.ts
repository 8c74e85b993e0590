import type { MenuReply, Order, OrderReply, TradeReply } from '@carillon/contract';
import { createPayClient } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { createManualClock, startTestSandbox } from '@carillon/wechat-sandbox/testing';
import type { TestSandbox } from '@carillon/wechat-sandbox/testing';
import { expect, vi } from 'vitest';
import { checkAllBooks } from '../flows/check-all-books.ts';
import { expireOrders } from '../flows/expire-orders.ts';
import { sendDueRefunds } from '../flows/send-due-refunds.ts';
import { settleDueTrades } from '../flows/settle-due-trades.ts';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/database.ts';
import { emptyTables } from './databases.ts';
import { makeApp } from './test-app.ts';
import type { TestApp } from './test-app.ts';
import { openBrowser } from './test-browser.ts';
import type { TestBrowser } from './test-browser.ts';
import { makeContext } from './test-context.ts';
import { hireStaff, openTestShop } from './test-shop.ts';

/** What is armed in the sandbox; docs/sandbox.md lists the names. */
export interface ArmedFault {
  readonly name: string;
  readonly times?: number | 'until-cleared';
  readonly value?: number;
  readonly notice?: 'payment' | 'refund';
}

/** A shop on the whole server, and a WeChat that goes wrong as it is told: both by HTTP, by one clock. */
export interface SandboxWorld {
  readonly context: Context;
  readonly buyer: TestBrowser;
  readonly manager: TestBrowser;
  /** Orders a fish for 58.00. */
  place(): Promise<number>;
  open(orderId: number): Promise<TradeReply>;
  arm(...faults: ArmedFault[]): Promise<void>;
  /** The buyer pays on the phone. The notification goes out at once, unless a fault is in its way. */
  pay(outTradeNo: string): Promise<void>;
  order(orderId: number): Promise<Order>;
  /** Of twelve. */
  fishLeft(): Promise<number>;
  /** Time goes by at both ends; what WeChat has to tell in that time arrives. */
  advance(ms: number): Promise<void>;
  /** Time goes by, and everything that the server does by itself is done, so many times. */
  goOn(ms: number, times?: number): Promise<void>;
  /** What WeChat was answered, the oldest first. */
  answers(): Promise<(number | undefined)[]>;
  control: TestSandbox['control'];
  /** Expects the books, orders and stock to agree. */
  expectBooks(): Promise<void>;
  close(): Promise<void>;
}

const FISH_FEN = 5_800;
/** For answers that never come: long for this machine, short for a test. */
const REQUEST_TIME_LIMIT_MS = 400;
/** Only a machine with too much else to do comes near. */
const ARRIVAL_LIMIT_MS = 10_000;
/** What is signed must arrive before it is stale. */
const STEP_MS = 60_000;

/** Opens a fresh shop on an empty database, and a WeChat in which no fault is armed. */
export async function openSandboxWorld(database: Database): Promise<SandboxWorld> {
  await emptyTables(database);
  const clock = createManualClock();
  const context: Context = { ...makeContext(database), clock: { now: () => new Date(clock.now()) } };
  const { shopId, products } = await openTestShop(database, 'faults');
  await hireStaff(database, { username: 'boss', name: '王经理', roles: [{ shopId, role: 'manager' }] });
  const deliver: typeof fetch = async (url, init) => {
    const { pathname } = new URL(url instanceof Request ? url.url : url);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const payload = typeof init?.body === 'string' ? init.body : '';
    const reply = await app.http.inject({ method: 'POST', url: pathname, headers, payload });
    return new Response(reply.statusCode === 204 ? null : reply.body, { status: reply.statusCode });
  };
  const sandbox = await startTestSandbox({ clock, fetch: deliver });
  const pay = makePayClient(sandbox, () => clock.now());
  const app = await makeStillApp(context, pay);
  const [buyer, manager] = [openBrowser(app.http), openBrowser(app.http)];
  await buyer.get(`/api/shops/${shopId}/menu`);
  await manager.post('/api/staff/login', { username: 'boss', password: 'ring-ring' });

  /** What arrives may set the next on its way. */
  async function arrived(): Promise<void> {
    const check = async () => {
      clock.advance(0);
      expect(await underWay(sandbox, clock.now())).toEqual([]);
    };
    await vi.waitFor(check, { interval: 5, timeout: ARRIVAL_LIMIT_MS });
  }

  const world: SandboxWorld = {
    ...{ context, buyer, manager, control: sandbox.control },
    async place() {
      const body = { lines: [{ productId: products.fish, quantity: 1 }], totalFen: FISH_FEN };
      const key = { 'idempotency-key': context.ids.token() };
      const reply = await buyer.post(`/api/shops/${shopId}/orders`, body, key);
      return reply.json<OrderReply>().order.id;
    },
    open: async (orderId) => (await buyer.post(`/api/orders/${orderId}/trade`)).json<TradeReply>(),
    async arm(...faults) {
      for (const fault of faults) await sandbox.control('POST', '/faults', fault);
    },
    async pay(outTradeNo) {
      await sandbox.control('POST', '/pay', { outTradeNo });
      await world.advance(0);
    },
    order: async (orderId) => (await buyer.get(`/api/orders/${orderId}`)).json<OrderReply>().order,
    async fishLeft() {
      const menu = (await buyer.get(`/api/shops/${shopId}/menu`)).json<MenuReply>();
      return menu.categories[0]?.products.find(({ id }) => id === products.fish)?.stock ?? NaN;
    },
    async advance(ms) {
      const endMs = clock.now() + ms;
      do {
        clock.advance(Math.min(STEP_MS, endMs - clock.now()));
        await arrived();
      } while (clock.now() < endMs);
    },
    async goOn(ms, times = 1) {
      for (let time = 0; time < times; time += 1) {
        await world.advance(ms);
        await settleDueTrades(context, pay);
        await expireOrders({ context, pay });
        await sendDueRefunds(context, pay);
        await world.advance(0);
      }
    },
    async answers() {
      const { entries } = (await sandbox.control('GET', '/wire')) as { entries: WireEntry[] };
      return entries.filter(({ direction }) => direction === 'out').map(({ status }) => status);
    },
    expectBooks: async () => expect(await checkAllBooks(database)).toEqual([]),
    async close() {
      await sandbox.close();
      await app.close();
    },
  };
  return world;
}

/** A server that does nothing by itself: its rounds are for the test to run, at the moments that it says. */
async function makeStillApp(context: Context, pay: PayClient): Promise<TestApp> {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    return await makeApp(context, { publicUrl: 'https://shop.test', pay });
  } finally {
    vi.useRealTimers();
  }
}

interface WireEntry {
  readonly direction: 'in' | 'out';
  readonly status?: number;
}

interface NotificationEntry {
  readonly id: string;
  readonly state: string;
  readonly nextAttemptAt?: string;
}

/** Notifications whose time has come and that have not arrived. */
async function underWay(sandbox: TestSandbox, nowMs: number): Promise<string[]> {
  const { notifications } = (await sandbox.control('GET', '/notifications')) as {
    notifications: NotificationEntry[];
  };
  return notifications.flatMap(({ id, state, nextAttemptAt }) =>
    state === 'waiting' && nextAttemptAt !== undefined && Date.parse(nextAttemptAt) <= nowMs ? [id] : [],
  );
}

/** The merchant's client, with everything that the sandbox and its merchant share. */
function makePayClient({ url, identity }: TestSandbox, clock: () => number): PayClient {
  const { mchid, merchant, apiV3Key, payAppid, platform, publicKey } = identity;
  return createPayClient({
    ...{ baseUrl: url, appid: payAppid, mchid, apiV3Key, clock },
    merchantPrivateKey: merchant.privateKeyPem,
    merchantSerial: merchant.serial,
    verifiers: [
      { serial: platform.serial, publicKey: platform.certificatePem },
      { serial: publicKey.id, publicKey: publicKey.publicKeyPem },
    ],
    requestTimeLimitMs: REQUEST_TIME_LIMIT_MS,
  });
}
