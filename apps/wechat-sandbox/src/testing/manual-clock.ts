import type { Clock } from '../platform/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on, running each task that comes due at its own moment. */
  advance(byMs: number): void;
  /** Milliseconds until the next task, if there is one. */
  nextInMs(): number | undefined;
}

interface Timer {
  atMs: number;
  task: () => void;
}

/** Time that stands still until a test moves it. */
export function createManualClock(startMs = Date.UTC(2026, 10, 21, 4, 0, 0)): ManualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  const first = (): Timer | undefined => [...timers].sort((a, b) => a.atMs - b.atMs)[0];

  return {
    now: () => nowMs,
    after(delayMs, task) {
      const timer = { atMs: nowMs + delayMs, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(byMs) {
      const endMs = nowMs + byMs;
      for (let timer = first(); timer && timer.atMs <= endMs; timer = first()) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.atMs);
        timer.task();
      }
      nowMs = endMs;
    },
    nextInMs() {
      const timer = first();
      return timer && timer.atMs - nowMs;
    },
  };
}
