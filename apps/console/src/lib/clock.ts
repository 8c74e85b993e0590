/** Time, handed in so that tests can hold it still. */
export interface Clock {
  /** Milliseconds since the epoch, by the wall clock: for times that are shown, since people set it. */
  now(): number;
  /** Milliseconds since some moment before; never steps back: for waits and durations. */
  elapsed(): number;
  /** Calls back once after `delayMs`. The returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back every `periodMs`. The returned function stops it. */
  every(periodMs: number, callback: () => void): () => void;
}

/** The clock of the browser. */
export const browserClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    return () => clearInterval(timer);
  },
};
