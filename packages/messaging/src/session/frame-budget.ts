import type { Timers } from '../core/timer-wheel.ts';

/** A token bucket: so many frames at once, so many per second in the long run. */
export class FrameBudget {
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

  /** Takes one frame from the budget; false when it is empty. */
  take(): boolean {
    const { nowMs } = this.#timers;
    if (nowMs !== this.#filledMs) {
      const earned = ((nowMs - this.#filledMs) * this.#perSecond) / 1_000;
      this.#tokens = Math.min(this.#tokens + earned, this.#burst);
      this.#filledMs = nowMs;
    }
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
