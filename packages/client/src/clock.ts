/** Time as the client needs it: tests put one of their own in its place. */
export interface Clock {
  /** Milliseconds since 1970, by the wall clock: for times that are shown, since people set it. */
  now(): number;
  /** Milliseconds since some moment before; never steps back: for waits and durations. */
  elapsed(): number;
  /** Runs `run` once, after `delayMs`. The returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

const wallTimeElapsed = withoutStepsBack(() => Date.now());

export const systemClock: Clock = {
  now: () => Date.now(),
  // Mini programs have no `performance`.
  elapsed: () => (typeof performance === 'undefined' ? wallTimeElapsed() : performance.now()),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Makes a clock of one that people set: a step back counts as no time at all, a step forward as time. */
export function withoutStepsBack(read: () => number): () => number {
  let last = -Infinity;
  let takenBackMs = 0;
  return () => {
    const now = read();
    takenBackMs += Math.max(0, last - now);
    last = now;
    return now + takenBackMs;
  };
}
