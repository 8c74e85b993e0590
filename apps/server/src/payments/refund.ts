import type { OrderRefund } from '@carillon/contract';
import { defineStates } from '../platform/state-table.ts';

/**
 * The life of a refund, one number with WeChat:
 * - `asking`: its number is ours, but WeChat may not know it yet.
 * - `processing`: WeChat took it on.
 * - `succeeded`: the buyer has the money.
 * - `closed`: WeChat will not do it, and said so. Another refund may take its place.
 * - `abnormal`: the buyer's account did not take the money; it waits for somebody.
 * - `by_hand`: somebody gave the money back without WeChat.
 */
export type RefundState = 'asking' | 'processing' | 'succeeded' | 'closed' | 'abnormal' | 'by_hand';

export type RefundMove = 'accept' | 'succeed' | 'close' | 'fail' | 'settle';

export const refundStates = defineStates<RefundState, RefundMove>('refund', {
  initial: 'asking',
  states: ['asking', 'processing', 'succeeded', 'closed', 'abnormal', 'by_hand'],
  transitions: [
    // An abnormal one that somebody sent elsewhere is processed again.
    { move: 'accept', from: ['asking', 'abnormal'], to: 'processing' },
    { move: 'succeed', from: ['asking', 'processing', 'abnormal'], to: 'succeeded' },
    { move: 'close', from: ['asking', 'processing', 'abnormal'], to: 'closed' },
    { move: 'fail', from: ['asking', 'processing'], to: 'abnormal' },
    { move: 'settle', from: ['asking', 'abnormal', 'closed'], to: 'by_hand' },
  ],
});

/** What a refund is for. The last two give back money that came for nothing. */
export type RefundCause = OrderRefund['cause'];

export interface Refund {
  readonly id: number;
  readonly orderId: number;
  readonly tradeId: number;
  readonly outRefundNo: string;
  readonly amountFen: number;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly notifyUrl: string;
  readonly state: RefundState;
  /** WeChat's number of it; null until WeChat gave it. */
  readonly refundId: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly settledAt: Date | null;
  /** WeChat answered that it will not do it. It is asked again all the same, seldom. */
  readonly refused: boolean;
  /** How many before it WeChat closed, without anybody asking for this one. */
  readonly replacements: number;
  /** Of the trade, as it was asked for and paid. */
  readonly outTradeNo: string;
  readonly tradeAmountFen: number;
  readonly transactionId: string | null;
}

/** WeChat takes so many refunds of one trade (Pay v3, "apply for a refund"). */
export const MAX_REFUNDS_PER_TRADE = 50;

/** WeChat wants refunds of one trade so far apart. */
export const REFUND_INTERVAL_SECONDS = 60;

/** A refund that WeChat closed is begun again so many times; then somebody must look at it. */
export const MAX_REPLACEMENTS = 3;

/** How long until WeChat is asked again after the first time, the second …; after the last always so long. */
export const ATTEMPT_PAUSES_SECONDS = [15, 60, 300, 600, 1_800, 3_600, 21_600] as const;

/**
 * Makes the merchant's number of a refund: `R`, its trade's number and eight random characters. Written down before
 * WeChat hears of it, and never another one for the same refund: a new number would give the money back twice.
 * WeChat allows 1-64 of `[0-9A-Za-z_-|*@]` (Pay v3, "apply for a refund").
 */
export function makeOutRefundNo(outTradeNo: string, random: string): string {
  const number = `R${outTradeNo}X${random.slice(0, 8)}`;
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(number)) throw new RangeError(`Not an out-refund-no: ${number}`);
  return number;
}

/** What pages are shown of a refund's state. */
export function shownState({ state, refused }: Pick<Refund, 'state' | 'refused'>): OrderRefund['state'] {
  if (state === 'succeeded' || state === 'by_hand') return 'succeeded';
  if (state === 'abnormal' || state === 'closed' || (state === 'asking' && refused)) return 'failed';
  return 'processing';
}
