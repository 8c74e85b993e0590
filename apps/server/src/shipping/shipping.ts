import type { Logistics } from '@carillon/wechat';

/** Shipping information of a payment in the mini program, before WeChat is told. */
export interface ShippingRequest {
  readonly shopId: number;
  readonly orderId: number;
  readonly transactionId: string;
  /** Who paid, under the mini program's appid. */
  readonly openid: string;
  readonly logistics: Logistics;
  /** What it was; cut to what WeChat takes. */
  readonly description: string;
  readonly at: Date;
}

/** An upload whose time to be tried has come. */
export interface DueShipping extends Omit<ShippingRequest, 'at'> {
  readonly id: number;
  /** With this one. */
  readonly attempts: number;
}

/**
 * Pauses after the first attempt, the second, and so on; the last one again and again. Nothing is given up by time: until
 * WeChat knows, the money of the order is frozen.
 */
const PAUSES_SECONDS = [10, 60, 5 * 60, 30 * 60, 60 * 60] as const;
const LONGEST_PAUSE_SECONDS = 3 * 60 * 60;
/** A node that tries has this long: a token, a query and an upload, each asked for twice, take 48 s at most. */
export const ATTEMPT_LEASE_MS = 90_000;
/** An upload that waits for so long is worth a look: the doctor says so. */
export const LATE_AFTER_MS = 24 * 60 * 60_000;

export function pauseAfter(attempts: number): number {
  return (PAUSES_SECONDS[attempts - 1] ?? LONGEST_PAUSE_SECONDS) * 1000;
}
