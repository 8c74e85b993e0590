import type { PlaceOrderRequest } from '@carillon/contract';
import { forget, recall, remember } from '../../lib/memory.ts';

/**
 * An order that was sent and whose answer is not known yet. It is sent again with the same key and the same
 * body until it is, so that a double tap, a reload or a lost answer never place a second order.
 */
export interface Attempt {
  /** The `Idempotency-Key`. */
  key: string;
  request: PlaceOrderRequest;
  startedAt: number;
}

/**
 * How long after it was sent an order may be sent again without asking. Later the buyer may have left the
 * shop: an order that did arrive then stands in the list of orders, and expires unpaid.
 */
export const ATTEMPT_RESUMES_WITHIN_MS = 5 * 60 * 1_000;

/** The attempt at a place whose answer is still owed, unless it is too old to be sent again. */
export function recallAttempt(placeName: string, now: number): Attempt | undefined {
  const attempt = recall(nameOf(placeName)) as Partial<Attempt> | null | undefined;
  if (typeof attempt?.key !== 'string' || typeof attempt.startedAt !== 'number') return undefined;
  if (!Array.isArray(attempt.request?.lines)) return undefined;
  return now - attempt.startedAt <= ATTEMPT_RESUMES_WITHIN_MS ? (attempt as Attempt) : undefined;
}

/** Keeps an attempt before it is sent. */
export function rememberAttempt(placeName: string, attempt: Attempt): void {
  remember(nameOf(placeName), attempt);
}

/** Forgets an attempt: its answer is known. */
export function forgetAttempt(placeName: string): void {
  forget(nameOf(placeName));
}

function nameOf(placeName: string): string {
  return `attempt.${placeName}`;
}
