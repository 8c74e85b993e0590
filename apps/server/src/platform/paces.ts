export interface PaceOptions {
  /** Turns per second in the long run … */
  readonly perSecond: number;
  /** … and at once. */
  readonly atOnce: number;
  /** Whoever would have to wait longer is turned away. */
  readonly maxWaitMs: number;
  /** Keys that are remembered at most. */
  readonly maxKeys: number;
  /** A clock that is never set. */
  readonly nowMs?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

export interface Paces {
  /** Resolves with true when it is the key's turn, with false at once when that would take too long. */
  turn(key: string): Promise<boolean>;
}

/**
 * Lets things be done no faster than at a pace, by key: what comes faster waits, in the order in which it came (the
 * generic cell rate algorithm, ITU-T I.371). When it is full it forgets the key that was busy longest ago.
 */
export function createPaces(options: PaceOptions): Paces {
  const { perSecond, atOnce, maxWaitMs, maxKeys, nowMs = () => performance.now(), wait = sleep } = options;
  const intervalMs = 1_000 / perSecond;
  /** When all turns that were given out will be paid for; in the order in which keys were busy. */
  const paidAtMs = new Map<string, number>();

  return {
    async turn(key) {
      const now = nowMs();
      const paidAt = Math.max(paidAtMs.get(key) ?? now, now) + intervalMs;
      const waitMs = paidAt - now - atOnce * intervalMs;
      if (waitMs > maxWaitMs) return false;
      paidAtMs.delete(key);
      paidAtMs.set(key, paidAt);
      if (paidAtMs.size > maxKeys) paidAtMs.delete(paidAtMs.keys().next().value ?? key);
      if (waitMs > 0) await wait(waitMs);
      return true;
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
