import { createApi, formatFen } from '@carillon/contract';
import { orderSomething } from '../system/buy.ts';
import { demoLogin, withCookies } from '../system/callers.ts';
import { listenToShop } from '../system/listen-to-shop.ts';
import { payOnPhone } from '../system/phone.ts';

/** How long the ring may take before we call it missed. */
const RING_LIMIT_MS = 15_000;

export interface RingOptions {
  serverUrl: string;
  sandboxUrl: string;
  say: (line: string) => void;
}

/** Walks one order from the menu to the ring and says each step with its milliseconds. Rejects if no ring comes. */
export async function ring({ serverUrl, sandboxUrl, say }: RingOptions): Promise<void> {
  const step = makeStepper(say);
  const staffCookies = withCookies();
  const staff = createApi(serverUrl, staffCookies);
  const buyer = createApi(serverUrl, withCookies());

  const { staff: self } = await step('店员登录 staff logs in', () => staff('logIn', { body: demoLogin }));
  const [shop] = self.shops;
  if (!shop) throw new Error('this staff member belongs to no shop');

  const rings = new Rings();
  const socket = await step('店员在线 staff is online', () =>
    listenToShop(serverUrl, { shopId: shop.id, cookie: staffCookies.cookieHeader() }, (event) => {
      if (event.type === 'order.paid') rings.came(event.order.id);
    }),
  );
  try {
    const menu = await step('看菜单 buyer reads the menu', () =>
      buyer('readMenu', { params: { shopId: shop.id } }),
    );
    const order = await step('下单 buyer orders', () => orderSomething(buyer, menu));
    const trade = await step('取付款码 Native trade', () =>
      buyer('openTrade', { params: { orderId: order.id } }),
    );
    await step('手机付款 phone pays', () => payOnPhone(sandboxUrl, trade.outTradeNo));
    await step('响铃 the console rings', () => rings.of(order.id));
    say(`第 ${order.number} 号单已响铃 order ${order.number} rang: ${formatFen(order.totalFen)}`);
  } finally {
    socket.close();
    await staff('logOut');
  }
}

/** The rings that came, to be waited for before or after. */
class Rings {
  readonly #orders = new Map<number, ReturnType<typeof Promise.withResolvers<undefined>>>();

  came(orderId: number): void {
    this.#entry(orderId).resolve(undefined);
  }

  of(orderId: number): Promise<undefined> {
    const limit = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error(`nothing came within ${RING_LIMIT_MS} ms`)), RING_LIMIT_MS).unref(),
    );
    return Promise.race([this.#entry(orderId).promise, limit]);
  }

  #entry(orderId: number) {
    const entry = this.#orders.get(orderId) ?? Promise.withResolvers<undefined>();
    this.#orders.set(orderId, entry);
    return entry;
  }
}

function makeStepper(say: (line: string) => void) {
  return async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const startedAt = performance.now();
    const result = await work();
    say(`${(performance.now() - startedAt).toFixed(1).padStart(8)} ms  ${name}`);
    return result;
  };
}
