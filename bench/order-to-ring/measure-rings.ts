import { createApi } from '@carillon/contract';
import type { OrderEvent } from '@carillon/contract';
import { demoLogin, listenToShop, orderSomething, payOnPhone, withCookies } from '@carillon/scripts/system';
import type { System } from '@carillon/scripts/system';
import { cpuSeconds } from '../cpu-seconds.ts';
import { quantile } from '../quantile.ts';

/** How long we wait for the last ring of a run. */
const LAST_RING_LIMIT_MS = 30_000;
/** Orders placed at the same time while a run is prepared. */
const PLACING_AT_ONCE = 8;

export interface RingRun {
  /** Payments per second. */
  rate: number;
  count: number;
}

/** Prepares `count` unpaid orders, pays them at `rate` per second, and measures each from notification to console. */
export async function measureRings(system: System, { rate, count }: RingRun) {
  const { url: serverUrl, pid } = system.server;
  const sandboxUrl = system.sandbox.url;
  const staffCookies = withCookies();
  const { staff } = await createApi(serverUrl, staffCookies)('logIn', { body: demoLogin });
  const shopId = staff.shops[0]?.id ?? 0;

  const placedAt = performance.now();
  const trades = await placeOrders(serverUrl, shopId, count);
  const placedPerSecond = count / ((performance.now() - placedAt) / 1000);

  const rungAt = new Map<number, number>();
  const allRung = Promise.withResolvers<undefined>();
  const ears = await listenToShop(
    serverUrl,
    { shopId, cookie: staffCookies.cookieHeader() },
    (event: OrderEvent) => {
      if (event.type !== 'order.paid') return;
      rungAt.set(event.order.id, Date.now());
      if (rungAt.size === count) allRung.resolve(undefined);
    },
  );
  const notifications = await collectNotifications(sandboxUrl);
  const cpuBefore = cpuSeconds(pid);
  await payAtRate(sandboxUrl, trades, rate);
  const late = setTimeout(() => allRung.resolve(undefined), LAST_RING_LIMIT_MS);
  await allRung.promise;
  clearTimeout(late);
  const cpu = cpuSeconds(pid) - cpuBefore;
  ears.close();

  const sentAt = await notifications.stop(count);
  const latencies = trades
    .flatMap(({ orderId, outTradeNo }) => {
      const sent = sentAt.get(outTradeNo);
      return sent === undefined ? [] : (rungAt.get(orderId) ?? Infinity) - sent;
    })
    .sort((a, b) => a - b);
  return {
    'placed/s': placedPerSecond.toFixed(0),
    rung: `${rungAt.size}/${count}`,
    timed: latencies.length,
    'p50 ms': quantile(latencies, 0.5),
    'p99 ms': quantile(latencies, 0.99),
    'server CPU ms/order': ((cpu * 1000) / count).toFixed(1),
  };
}

interface PlacedTrade {
  orderId: number;
  outTradeNo: string;
}

async function placeOrders(serverUrl: string, shopId: number, count: number): Promise<PlacedTrade[]> {
  const buyer = createApi(serverUrl, withCookies());
  const menu = await buyer('readMenu', { params: { shopId } });
  const placed: PlacedTrade[] = [];
  let toPlace = count;
  async function placeSome(): Promise<void> {
    while (toPlace > 0) {
      toPlace -= 1;
      const order = await orderSomething(buyer, menu);
      const { outTradeNo } = await buyer('openTrade', { params: { orderId: order.id } });
      placed.push({ orderId: order.id, outTradeNo });
    }
  }
  await Promise.all(Array.from({ length: PLACING_AT_ONCE }, placeSome));
  return placed;
}

async function payAtRate(sandboxUrl: string, trades: PlacedTrade[], rate: number): Promise<void> {
  const startedAt = performance.now();
  const payments = trades.map(async ({ outTradeNo }, index) => {
    const waitMs = startedAt + (index * 1000) / rate - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
    await payOnPhone(sandboxUrl, outTradeNo);
  });
  await Promise.all(payments);
}

interface WireEntry {
  seq: number;
  at: string;
  durationMs: number;
  operation: string;
  subject?: string;
  attempt?: number;
}

/** Reads the sandbox's wire log as it grows: when the first attempt of each trade's notification left. */
async function collectNotifications(sandboxUrl: string) {
  const sentAt = new Map<string, number>();
  let seq = 0;
  async function readNew(): Promise<void> {
    const response = await fetch(`${sandboxUrl}/sandbox/api/wire?after=${seq}`);
    const { entries } = (await response.json()) as { entries: WireEntry[] };
    for (const entry of entries) {
      seq = entry.seq;
      if (entry.operation !== 'notification' || entry.attempt !== 1) continue;
      sentAt.set(entry.subject ?? '', Date.parse(entry.at) - entry.durationMs);
    }
  }
  await readNew();
  sentAt.clear();
  const timer = setInterval(() => void readNew(), 500);
  return {
    async stop(expected: number): Promise<Map<string, number>> {
      clearInterval(timer);
      for (let tries = 0; sentAt.size < expected && tries < 20; tries += 1) {
        await readNew();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return sentAt;
    },
  };
}
