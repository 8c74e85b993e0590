export interface AttemptWindowOptions {
  readonly nowMs: () => number;
  /** How long a window lasts from its first attempt. */
  readonly windowMs: number;
  /** Attempts in one window. */
  readonly maxAttempts: number;
  /** Windows that are remembered at most. */
  readonly maxWindows: number;
}

export interface AttemptWindows {
  /** Counts an attempt. Returns how long to wait, in ms, when it is one too many; 0 when it may go on. */
  count: (key: string) => number;
  forget: (key: string) => void;
}

interface Window {
  readonly endsAtMs: number;
  attempts: number;
}

/**
 * Counts attempts by key, in windows of time. When it is full it forgets the oldest window that has attempts left;
 * one that refuses is kept to its end, so that nobody gets attempts back by crowding it out. If all of them
 * refuse, nobody new may try before the first ends.
 */
export function createAttemptWindows(options: AttemptWindowOptions): AttemptWindows {
  const { nowMs, windowMs, maxAttempts, maxWindows } = options;
  // In the order in which they were opened, which is the order in which they end.
  const windows = new Map<string, Window>();

  function forgetEnded(now: number): void {
    for (const [key, { endsAtMs }] of windows) {
      if (endsAtMs > now) return;
      windows.delete(key);
    }
  }

  /** Returns how long there will be no room, in ms. */
  function makeRoom(now: number): number {
    if (windows.size < maxWindows) return 0;
    for (const [key, { attempts }] of windows) {
      if (attempts >= maxAttempts) continue;
      windows.delete(key);
      return 0;
    }
    const [first] = windows.values();
    return first === undefined ? 0 : first.endsAtMs - now;
  }

  return {
    count(key) {
      const now = nowMs();
      forgetEnded(now);
      let window = windows.get(key);
      if (window === undefined) {
        const waitMs = makeRoom(now);
        if (waitMs > 0) return waitMs;
        window = { endsAtMs: now + windowMs, attempts: 0 };
        windows.set(key, window);
      }
      if (window.attempts >= maxAttempts) return window.endsAtMs - now;
      window.attempts += 1;
      return 0;
    },
    forget: (key) => void windows.delete(key),
  };
}
