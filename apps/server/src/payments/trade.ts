import { defineStates } from '../platform/state-table.ts';

/**
 * The life of a trade, the attempt to pay an order through WeChat:
 * - `opening`: its number is ours, but WeChat may not know it yet (no answer came, or we died asking).
 * - `open`: WeChat gave the code that the buyer scans.
 * - `paid`: WeChat said so, signed.
 * - `closed`: given up for a new attempt, after WeChat confirmed that it is not paid.
 *
 * Money that WeChat took is taken, whatever we believed: `pay` is possible from every other state.
 */
export type TradeState = 'opening' | 'open' | 'paid' | 'closed';

export const tradeStates = defineStates<TradeState, 'open' | 'pay' | 'close'>('trade', {
  initial: 'opening',
  states: ['opening', 'open', 'paid', 'closed'],
  transitions: [
    { move: 'open', from: ['opening'], to: 'open' },
    { move: 'pay', from: ['opening', 'open', 'closed'], to: 'paid' },
    { move: 'close', from: ['opening', 'open'], to: 'closed' },
  ],
});

export interface Trade {
  readonly id: number;
  readonly orderId: number;
  readonly shopId: number;
  /** Counts the trades of an order, from 1. */
  readonly attempt: number;
  readonly outTradeNo: string;
  readonly state: TradeState;
  readonly amountFen: number;
  readonly description: string;
  readonly notifyUrl: string;
  /** What WeChat gave to pay it by: what the QR says, or the prepay_id of one with a payer; null until it did. */
  readonly codeUrl: string | null;
  /** Who is to pay it inside WeChat, as the app that is paid knows them; null: whoever scans its code. */
  readonly payer: Payer | null;
  readonly transactionId: string | null;
  readonly expiresAt: Date;
  /** What was asked to be given back of it, unless WeChat said that it will not be. */
  readonly refundedFen: number;
  /** Lets its holder watch the trade. */
  readonly watchToken: string;
}

/** A buyer inside WeChat. */
export interface Payer {
  readonly appid: string;
  readonly openid: string;
}

/** What is needed to ask WeChat about a trade. */
export type DueTrade = Pick<Trade, 'id' | 'orderId' | 'outTradeNo' | 'expiresAt'>;

const TRADE_LIFETIME_MS = 5 * 60_000;
/** WeChat lets every trade live for a minute (Pay v3, "create order"). */
const MIN_TRADE_LIFETIME_MS = 60_000;

/**
 * Until when a trade that is made now may be paid: five minutes, then the page shows a new code; no longer than its
 * order waits for it, but for the minute that WeChat gives every trade.
 */
export function tradeExpiry(now: Date, orderExpiresAt: Date): Date {
  const nowMs = now.getTime();
  const wantedMs = Math.min(nowMs + TRADE_LIFETIME_MS, orderExpiresAt.getTime());
  return new Date(Math.max(wantedMs, nowMs + MIN_TRADE_LIFETIME_MS));
}

/** How long after its expiry a trade is closed for good: a payment may have won the race by a hair. */
export const TRADE_GRACE_MS = 60_000;

/** When WeChat is asked for the first time about a trade that no notification has told of. */
export const FIRST_QUERY_MS = 5_000;

/** How long it is left alone after the first question, the second …; after the last of these always so long. */
export const QUERY_PAUSES_SECONDS = [30, 120, 600] as const;

/** Whoever waits for a trade may have WeChat asked at once, but no more often than this. */
export const QUERY_INTERVAL_MS = 3_000;

/**
 * Makes the merchant's number of a trade: `C`, the order, the attempt, and eight random characters, for a
 * merchant's numbers must never repeat, not even after its database was made anew.
 * WeChat allows 6-32 of `[0-9A-Za-z_-|*]` (Pay v3, "create order").
 */
export function makeOutTradeNo(orderId: number, attempt: number, random: string): string {
  const number = `C${String(orderId).padStart(10, '0')}A${attempt}R${random.slice(0, 8)}`;
  if (!/^[0-9A-Za-z_-]{6,32}$/.test(number)) throw new RangeError(`Not an out-trade-no: ${number}`);
  return number;
}
