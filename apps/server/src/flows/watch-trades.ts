import { orderDestination } from '@carillon/contract';
import type { TradeResult } from '@carillon/contract';
import type { Journal } from '@carillon/messaging';
import { findTrade } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { createRounds } from '../platform/rounds.ts';
import { resultOf } from './trade-result.ts';

/** Told the result of a trade as it is, and each time it becomes another. */
type TradeListener = (result: TradeResult) => void;

export interface TradeWatch {
  /**
   * Reads the result of a trade, tells it, and tells of each change until the returned function is called: nothing
   * that happens after this call is missed. WeChat is asked about an open trade, as often as it may be.
   */
  watch(trade: Pick<Trade, 'outTradeNo' | 'orderId'>, listener: TradeListener): () => void;
  /** Has WeChat asked about an open trade, for somebody who asks us, as often as it may be. Nobody waits for it. */
  ask(trade: Pick<Trade, 'outTradeNo' | 'orderId'>): void;
  /** Looks for what nothing told of, and has WeChat asked again. To be called every few seconds. */
  check(): void;
}

export interface WatchTradesParts {
  readonly context: Pick<Context, 'database' | 'clock' | 'logger'>;
  readonly journal: Pick<Journal, 'onAppend'>;
  /** Has WeChat asked whether an order is paid, unless it was asked a moment ago. */
  readonly hasten: (orderId: number) => Promise<void>;
}

/** A trade that somebody here waits for, and what each of them was told last. */
interface WatchedTrade {
  readonly orderId: number;
  readonly listeners: Map<TradeListener, TradeResult['state'] | undefined>;
  hastenedAtMs: number;
}

/** Notifications come within a second or two; WeChat is asked for those that do not. */
const HASTEN_EVERY_MS = 15_000;

/**
 * Watches trades for the pages that show their codes, on this node; whichever node settles one, the journal of its
 * order says so to all. What is told is the state as it is read, so whoever comes late is told the same.
 */
export function watchTrades({ context, journal, hasten }: WatchTradesParts): TradeWatch {
  const { database, clock, logger } = context;
  const trades = new Map<string, WatchedTrade>();
  /** The numbers of the trades of an order, by its journal. */
  const numbers = new Map<string, Set<string>>();
  const onError = (err: unknown, outTradeNo: string): void =>
    logger.warn({ err, outTradeNo }, 'the result of a trade was not told');
  const rounds = createRounds<string>(tellResult, onError);
  let stopHearing: (() => void) | undefined;

  function hear(destination: string): void {
    for (const outTradeNo of numbers.get(destination) ?? []) rounds.run(outTradeNo);
  }

  async function tellResult(outTradeNo: string): Promise<void> {
    const trade = await findTrade(database.db, outTradeNo);
    const watched = trades.get(outTradeNo);
    if (trade === undefined || watched === undefined) return;
    const result = resultOf(trade);
    for (const [listener, toldState] of [...watched.listeners]) {
      if (toldState === result.state) continue;
      watched.listeners.set(listener, result.state);
      listener(result);
    }
  }

  function ask({ outTradeNo, orderId }: Pick<Trade, 'outTradeNo' | 'orderId'>): void {
    hasten(orderId).catch((error: unknown) => onError(error, outTradeNo));
  }

  function askNowAndThen(outTradeNo: string, watched: WatchedTrade): void {
    const nowMs = clock.now().getTime();
    if (nowMs - watched.hastenedAtMs < HASTEN_EVERY_MS) return;
    watched.hastenedAtMs = nowMs;
    ask({ outTradeNo, orderId: watched.orderId });
  }

  function enter(outTradeNo: string, orderId: number): WatchedTrade {
    const known = trades.get(outTradeNo);
    if (known !== undefined) return known;
    const watched: WatchedTrade = { orderId, listeners: new Map(), hastenedAtMs: -Infinity };
    trades.set(outTradeNo, watched);
    const destination = orderDestination(orderId);
    const ofOrder = numbers.get(destination) ?? new Set();
    numbers.set(destination, ofOrder.add(outTradeNo));
    stopHearing ??= journal.onAppend(hear);
    return watched;
  }

  function leave(outTradeNo: string, listener: TradeListener): void {
    const watched = trades.get(outTradeNo);
    if (!watched?.listeners.delete(listener) || watched.listeners.size > 0) return;
    trades.delete(outTradeNo);
    const destination = orderDestination(watched.orderId);
    const ofOrder = numbers.get(destination);
    ofOrder?.delete(outTradeNo);
    if (ofOrder?.size === 0) numbers.delete(destination);
    if (trades.size > 0) return;
    stopHearing?.();
    stopHearing = undefined;
  }

  return {
    watch({ outTradeNo, orderId }, listener) {
      const watched = enter(outTradeNo, orderId);
      watched.listeners.set(listener, undefined);
      rounds.run(outTradeNo);
      askNowAndThen(outTradeNo, watched);
      return () => leave(outTradeNo, listener);
    },
    ask,
    check() {
      for (const [outTradeNo, watched] of trades) {
        const states = [...watched.listeners.values()];
        if (states.some((state) => state === undefined || state === 'open'))
          askNowAndThen(outTradeNo, watched);
        rounds.run(outTradeNo);
      }
    },
  };
}
