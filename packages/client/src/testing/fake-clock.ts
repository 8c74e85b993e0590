import type { Clock } from '../clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Runs what falls due within `ms`, each at its time. */
  advance(ms: number): void;
  /** Lets `ms` pass in which nothing runs, as while a machine sleeps; what fell due runs at the next `advance`. */
  pass(ms: number): void;
  /** Sets the wall clock forward, or back where negative: no time passes. */
  setWall(ms: number): void;
  /** How many timers are running. */
  readonly timerCount: number;
}

export function createFakeClock(startAt = 1_000_000): FakeClock {
  const timers = new Set<Timer>();
  let elapsed = 0;
  let wallAhead = startAt;

  function nextUntil(limit: number): Timer | undefined {
    const due = [...timers].filter(({ dueAt }) => dueAt <= limit);
    return due.sort((one, other) => one.dueAt - other.dueAt)[0];
  }

  function runDue(limit: number): void {
    for (let timer = nextUntil(limit); timer; timer = nextUntil(limit)) {
      timers.delete(timer);
      elapsed = Math.max(elapsed, timer.dueAt);
      timer.run();
    }
  }

  return {
    now: () => wallAhead + elapsed,
    elapsed: () => elapsed,
    after(delayMs, run) {
      const timer = { dueAt: elapsed + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = elapsed + ms;
      runDue(end);
      elapsed = end;
    },
    pass(ms) {
      elapsed += ms;
    },
    setWall(ms) {
      wallAhead += ms;
    },
    get timerCount() {
      return timers.size;
    },
  };
}
