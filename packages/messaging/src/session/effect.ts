import type { HeaderMap } from '@carillon/stomp';

/** What is left to do once a frame was carried out. */
export interface Effect {
  /** What its RECEIPT says besides `receipt-id`. */
  readonly receiptHeaders?: HeaderMap;
  /** Runs right after the RECEIPT, in the same turn; without one, right after the frame. What may fail was done before. */
  start?(): void;
}

/** Nothing: the frame is done. */
export const DONE: Effect = Object.freeze({});
