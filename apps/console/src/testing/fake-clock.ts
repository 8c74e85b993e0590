import type { Clock } from '../lib/clock.ts';

interface Timer {
  atMs: number;
  everyMs?: number;
  callback: () => void;
}

export interface FakeClock extends Clock {
  /** Lets time pass, and calls back what falls due in it. */
  advance(byMs: number): void;
  /** Sets the wall clock forward, or back where negative, as a person or a time server does: no time passes. */
  setWall(byMs: number): void;
}

/** Makes a clock that moves only when told. */
export function createFakeClock(startMs = 0): FakeClock {
  let elapsedMs = 0;
  let wallAheadMs = startMs;
  const timers = new Set<Timer>();
  function add(timer: Timer): () => void {
    timers.add(timer);
    return () => timers.delete(timer);
  }
  function fire(timer: Timer): void {
    elapsedMs = timer.atMs;
    if (timer.everyMs === undefined) timers.delete(timer);
    else timer.atMs += timer.everyMs;
    timer.callback();
  }
  return {
    now: () => wallAheadMs + elapsedMs,
    elapsed: () => elapsedMs,
    after: (delayMs, callback) => add({ atMs: elapsedMs + delayMs, callback }),
    every: (everyMs, callback) => add({ atMs: elapsedMs + everyMs, everyMs, callback }),
    advance(byMs) {
      const untilMs = elapsedMs + byMs;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        fire(next);
      }
      elapsedMs = untilMs;
    },
    setWall: (byMs) => void (wallAheadMs += byMs),
  };
}
