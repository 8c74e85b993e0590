import type { PlaceOrderRequest } from '@carillon/contract';
import type { Memory } from '../memory.ts';

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

/** Whether an attempt is recent enough to be sent again without asking. */
export function resumesByItself(attempt: Attempt, now: number): boolean {
  return now - attempt.startedAt <= ATTEMPT_RESUMES_WITHIN_MS;
}

/** The attempts whose answer is still owed, by the name of their place. */
export interface Attempts {
  recall(placeName: string): Attempt | undefined;
  /** Keeps an attempt before it is sent. */
  remember(placeName: string, attempt: Attempt): void;
  /** Forgets the attempt with this key: its answer is known. What another tab has sent since stays. */
  forget(placeName: string, key: string): void;
}

/** Keeps attempts here and in the phone's memory. That serves reloads only: it may be full or forbidden. */
export function createAttempts(memory: Memory): Attempts {
  const attempts = new Map<string, Attempt>();

  function readKept(placeName: string): Attempt | undefined {
    const kept = memory.recall(nameOf(placeName)) as Partial<Attempt> | null | undefined;
    if (typeof kept?.key !== 'string' || typeof kept.startedAt !== 'number') return undefined;
    return Array.isArray(kept.request?.lines) ? (kept as Attempt) : undefined;
  }

  return {
    recall: (placeName) => attempts.get(placeName) ?? readKept(placeName),
    remember(placeName, attempt) {
      attempts.set(placeName, attempt);
      memory.remember(nameOf(placeName), attempt);
    },
    forget(placeName, key) {
      if (attempts.get(placeName)?.key === key) attempts.delete(placeName);
      if (readKept(placeName)?.key === key) memory.forget(nameOf(placeName));
    },
  };
}

function nameOf(placeName: string): string {
  return `attempt.${placeName}`;
}
