import { shopOrdersDestination } from '@carillon/contract';
import type { Order, OrderEvent, OrderListReply } from '@carillon/contract';
import type { Journal } from '@carillon/messaging';
import type { Logger } from '../platform/logging.ts';
import { createRounds } from '../platform/rounds.ts';

/** Somebody who wants to hear of a shop's orders. Called in order, and never while it is being told. */
export interface ShopListener {
  /** First, and anew when events were lost: the paid orders that nobody has accepted, the oldest first. */
  onWaiting(orders: readonly Order[]): void;
  /** Every event that is not in what was told as waiting: none twice, none left out. */
  onEvent(event: OrderEvent): void;
}

export interface ShopFollowers {
  /** Tells a listener what waits at a shop, and what happens there from then on. Answers a function that ends it. */
  follow(shopId: number, listener: ShopListener): () => void;
  /** Looks for events that nothing told of. To be called every so often. */
  check(): void;
}

export interface FollowShopsParts {
  readonly journal: Journal;
  /** Reads what waits at a shop, and the number of its journal at that moment. */
  readonly readWaiting: (shopId: number) => Promise<OrderListReply>;
  readonly logger: Logger;
}

/** A shop that somebody here listens to: however many they are, its journal is read once. */
interface FollowedShop {
  /** Those who have not been told what waits. */
  readonly coming: Set<ShopListener>;
  /** The others, with the number that they know of. */
  readonly listening: Map<ShopListener, number>;
  /** What was read of the journal. */
  readUpTo: number;
}

const PAGE_ENTRIES = 100;

/**
 * Follows the journals of the shops that sockets of this node listen to. What waits and the number that it is current
 * with are read at one moment, and the journal is read on from there: between the two there is neither a gap nor a
 * repetition.
 */
export function followShops({ journal, readWaiting, logger }: FollowShopsParts): ShopFollowers {
  const shops = new Map<number, FollowedShop>();
  const rounds = createRounds<number>(advance, (err, shopId) => {
    logger.warn({ err, shopId }, 'the orders of a shop were not told');
  });
  let stopHearing: (() => void) | undefined;

  function hear(destination: string): void {
    const shopId = Number(/^\/topic\/shops\/(\d+)\/orders$/.exec(destination)?.[1]);
    if (shops.has(shopId)) rounds.run(shopId);
  }

  async function advance(shopId: number): Promise<void> {
    const shop = shops.get(shopId);
    if (shop === undefined) return;
    if (shop.coming.size > 0) await tellWhatWaits(shopId, shop);
    if (shop.listening.size > 0) await readOn(shopId, shop);
  }

  async function tellWhatWaits(shopId: number, shop: FollowedShop): Promise<void> {
    const { orders, seq } = await readWaiting(shopId);
    if (shop.listening.size === 0) shop.readUpTo = seq;
    for (const listener of [...shop.coming]) {
      shop.coming.delete(listener);
      shop.listening.set(listener, seq);
      tell(() => listener.onWaiting(orders));
    }
  }

  async function readOn(shopId: number, shop: FollowedShop): Promise<void> {
    for (;;) {
      const page = await journal.read(shopOrdersDestination(shopId), shop.readUpTo, PAGE_ENTRIES);
      if (page.oldestSeq > shop.readUpTo + 1) {
        await tellAgain(shopId, shop);
        return;
      }
      for (const { seq, payload } of page.entries) {
        const event = JSON.parse(Buffer.from(payload).toString('utf8')) as OrderEvent;
        for (const [listener, knownSeq] of [...shop.listening]) {
          if (seq > knownSeq) tell(() => listener.onEvent(event));
        }
        shop.readUpTo = seq;
      }
      if (page.entries.length < PAGE_ENTRIES) return;
    }
  }

  /** Events are gone that were not read: what waits now is all that can be said. */
  async function tellAgain(shopId: number, shop: FollowedShop): Promise<void> {
    for (const listener of shop.listening.keys()) shop.coming.add(listener);
    shop.listening.clear();
    await tellWhatWaits(shopId, shop);
  }

  function tell(say: () => void): void {
    try {
      say();
    } catch (err) {
      logger.error({ err }, 'a listener of a shop failed');
    }
  }

  function leave(shopId: number, listener: ShopListener): void {
    const shop = shops.get(shopId);
    if (shop === undefined) return;
    shop.coming.delete(listener);
    shop.listening.delete(listener);
    if (shop.coming.size + shop.listening.size > 0) return;
    shops.delete(shopId);
    if (shops.size > 0) return;
    stopHearing?.();
    stopHearing = undefined;
  }

  return {
    follow(shopId, listener) {
      stopHearing ??= journal.onAppend(hear);
      const shop = shops.get(shopId) ?? { coming: new Set(), listening: new Map(), readUpTo: 0 };
      shops.set(shopId, shop);
      shop.coming.add(listener);
      rounds.run(shopId);
      return () => leave(shopId, listener);
    },
    check() {
      for (const shopId of shops.keys()) rounds.run(shopId);
    },
  };
}
