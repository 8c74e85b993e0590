import type { Clock } from '../lib/clock.ts';

interface Timer {
  atMs: number;
  everyMs?: number;
  callback: () => void;
}

/** Makes a clock that moves only when told. */
export function createFakeClock(startMs = 0): Clock & { advance(byMs: number): void } {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  function add(timer: Timer): () => void {
    timers.add(timer);
    return () => timers.delete(timer);
  }
  function fire(timer: Timer): void {
    nowMs = timer.atMs;
    if (timer.everyMs === undefined) timers.delete(timer);
    else timer.atMs += timer.everyMs;
    timer.callback();
  }
  return {
    now: () => nowMs,
    after: (delayMs, callback) => add({ atMs: nowMs + delayMs, callback }),
    every: (everyMs, callback) => add({ atMs: nowMs + everyMs, everyMs, callback }),
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        fire(next);
      }
      nowMs = untilMs;
    },
  };
}
