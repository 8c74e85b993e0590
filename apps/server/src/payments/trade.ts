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
  /** Counts the trades of an order, from 1. */
  readonly attempt: number;
  readonly outTradeNo: string;
  readonly state: TradeState;
  readonly amountFen: number;
  readonly description: string;
  readonly notifyUrl: string;
  /** What the QR says; null until WeChat gave it. */
  readonly codeUrl: string | null;
  readonly transactionId: string | null;
  readonly expiresAt: Date;
  /** Lets its holder watch the trade. */
  readonly watchToken: string;
}

/** What is needed to ask WeChat about a trade. */
export type DueTrade = Pick<Trade, 'id' | 'outTradeNo' | 'expiresAt'>;

/** How long a buyer has to pay through one trade. */
export const TRADE_LIFETIME_MS = 15 * 60_000;

/** How often WeChat is asked about a trade that no notification has told of. */
export const QUERY_INTERVAL_MS = 30_000;

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
