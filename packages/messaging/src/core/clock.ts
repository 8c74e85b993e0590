/** Where the engine learns the time. Only the timer wheel's driver reads it. */
export interface Clock {
  /** Milliseconds from any fixed moment; never goes back. */
  now(): number;
}

/** The process's monotonic clock: setting the wall clock moves no timeout. */
export const systemClock: Clock = { now: () => performance.now() };
