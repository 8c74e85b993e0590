/** How attempts are slowed down: some are free, then each has to wait, twice as long as the one before. */
export interface BackOffPolicy {
  /** Attempts that need not wait. */
  readonly freeAttempts: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** Attempts are forgotten when the last was so long ago. Longer than any wait. */
  readonly forgetAfterMs: number;
}

/** Counts attempts by key, and has those wait who make too many. */
export interface BackOff {
  /** Counts an attempt. Returns how long to wait, in ms, when it comes too early, and is not counted; else 0. */
  attempt(key: string): Promise<number>;
  /** Takes the last attempt back: it was none of those that are to be slowed down. */
  takeBack(key: string): Promise<void>;
  /** Forgets all attempts of a key. */
  forget(key: string): Promise<void>;
}

/** Far beyond the longest wait, and far below what a number can hold. */
export const MAX_DOUBLINGS = 30;

/** How long the next attempt has to wait after so many. */
export function waitAfter(attempts: number, { freeAttempts, firstWaitMs, maxWaitMs }: BackOffPolicy): number {
  if (attempts < freeAttempts) return 0;
  const doublings = Math.min(attempts - freeAttempts, MAX_DOUBLINGS);
  return Math.min(firstWaitMs * 2 ** doublings, maxWaitMs);
}

interface Count {
  attempts: number;
  /** When the next attempt may be made. */
  readonly freeAtMs: number;
  readonly forgottenAtMs: number;
}

/**
 * Counts in this process. When it is full it forgets whoever was counted longest ago and need not wait; who waits is
 * kept, so that nobody gets attempts back by crowding it out. If all wait, nobody new may try before the first is free.
 * @param nowMs a clock in ms
 * @param maxKeys how many keys are remembered at most
 */
export function createBackOff(
  policy: BackOffPolicy,
  { nowMs, maxKeys }: { nowMs: () => number; maxKeys: number },
): BackOff {
  // In the order of their last attempts, which is the order in which they are forgotten.
  const counts = new Map<string, Count>();

  function forgetOld(now: number): void {
    for (const [key, { forgottenAtMs }] of counts) {
      if (forgottenAtMs > now) return;
      counts.delete(key);
    }
  }

  /** Returns how long there will be no room, in ms. */
  function makeRoom(now: number): number {
    if (counts.size < maxKeys) return 0;
    let firstFreeAtMs = Infinity;
    for (const [key, { freeAtMs }] of counts) {
      if (freeAtMs > now) firstFreeAtMs = Math.min(firstFreeAtMs, freeAtMs);
      else {
        counts.delete(key);
        return 0;
      }
    }
    return firstFreeAtMs - now;
  }

  return {
    attempt(key) {
      const now = nowMs();
      forgetOld(now);
      const { attempts, freeAtMs } = counts.get(key) ?? { attempts: 0, freeAtMs: 0 };
      if (freeAtMs > now) return Promise.resolve(freeAtMs - now);
      const waitMs = attempts === 0 ? makeRoom(now) : 0;
      if (waitMs > 0) return Promise.resolve(waitMs);
      counts.delete(key);
      counts.set(key, {
        attempts: attempts + 1,
        freeAtMs: now + waitAfter(attempts + 1, policy),
        forgottenAtMs: now + policy.forgetAfterMs,
      });
      return Promise.resolve(0);
    },
    takeBack(key) {
      const count = counts.get(key);
      if (count !== undefined) counts.set(key, { ...count, attempts: count.attempts - 1, freeAtMs: 0 });
      return Promise.resolve();
    },
    forget(key) {
      counts.delete(key);
      return Promise.resolve();
    },
  };
}
