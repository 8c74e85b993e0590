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
 * shop, so the buyer is asked; the attempt itself is kept until its answer is known or the buyer gives it up.
 */
export const ATTEMPT_RESUMES_WITHIN_MS = 5 * 60 * 1_000;

/** The attempts of this page, by place. What the browser keeps serves reloads only: it may be full or forbidden. */
const attempts = new Map<string, Attempt>();

/** The attempt at a place whose answer is still owed. */
export function recallAttempt(placeName: string): Attempt | undefined {
  return attempts.get(placeName) ?? readKept(placeName);
}

/** Whether an attempt is recent enough to be sent again without asking. */
export function resumesByItself(attempt: Attempt, now: number): boolean {
  return now - attempt.startedAt <= ATTEMPT_RESUMES_WITHIN_MS;
}

/** Keeps an attempt before it is sent. */
export function rememberAttempt(placeName: string, attempt: Attempt): void {
  attempts.set(placeName, attempt);
  remember(nameOf(placeName), attempt);
}

/** Forgets the attempt with this key: its answer is known. What another tab has sent since stays. */
export function forgetAttempt(placeName: string, key: string): void {
  if (attempts.get(placeName)?.key === key) attempts.delete(placeName);
  if (readKept(placeName)?.key === key) forget(nameOf(placeName));
}

function readKept(placeName: string): Attempt | undefined {
  const kept = recall(nameOf(placeName)) as Partial<Attempt> | null | undefined;
  if (typeof kept?.key !== 'string' || typeof kept.startedAt !== 'number') return undefined;
  return Array.isArray(kept.request?.lines) ? (kept as Attempt) : undefined;
}

function nameOf(placeName: string): string {
  return `attempt.${placeName}`;
}
