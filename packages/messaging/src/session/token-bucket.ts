import type { Timers } from '../core/timer-wheel.ts';

/** Counts what a client may do: so much at once, so much per second in the long run. */
export class TokenBucket {
  readonly #timers: Timers;
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledMs: number;

  constructor(timers: Timers, perSecond: number, burst: number) {
    this.#timers = timers;
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledMs = timers.nowMs;
  }

  /** Takes so many; false, and nothing taken, when there are not as many. */
  take(count: number): boolean {
    const { nowMs } = this.#timers;
    if (nowMs !== this.#filledMs) {
      const earned = ((nowMs - this.#filledMs) * this.#perSecond) / 1_000;
      this.#tokens = Math.min(this.#tokens + earned, this.#burst);
      this.#filledMs = nowMs;
    }
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
