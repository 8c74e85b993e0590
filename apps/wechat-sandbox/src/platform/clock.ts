/** Time as the sandbox sees it. Tests hand in a clock that they wind themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the task once, `delayMs` from now at the soonest. Returns what cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** setTimeout counts in 31 bits; a longer wait would fire at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), LONGEST_WAIT_MS));
    return () => clearTimeout(timer);
  },
};
