import type { Timers } from '../core/timer-wheel.ts';

/** Tokens are counted in thousandths: what a whole number per second earns in a millisecond is one too. */
const PARTS = 1_000;

/**
 * Counts what a client may do: so much at once, so much per second in the long run. In whole numbers, which
 * engines keep in the object itself.
 */
export class TokenBucket {
  readonly #timers: Timers;
  readonly #perSecond: number;
  readonly #mostParts: number;
  #parts: number;
  #filledMs: number;

  constructor(timers: Timers, perSecond: number, burst: number) {
    this.#timers = timers;
    this.#perSecond = perSecond;
    this.#mostParts = burst * PARTS;
    this.#parts = this.#mostParts;
    this.#filledMs = timers.nowMs;
  }

  /** Takes so many; false, and nothing taken, when there are not as many. */
  take(count: number): boolean {
    const { nowMs } = this.#timers;
    if (nowMs !== this.#filledMs) {
      const earned = (nowMs - this.#filledMs) * this.#perSecond;
      this.#parts = Math.min(this.#parts + earned, this.#mostParts);
      this.#filledMs = nowMs;
    }
    if (this.#parts < count * PARTS) return false;
    this.#parts -= count * PARTS;
    return true;
  }
}
