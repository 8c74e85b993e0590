import type { ReconnectOptions } from './relay-options.ts';

/** How long to wait before the next attempt: twice as long each time, up to a limit, part of it by chance. */
export class BackOff {
  readonly #options: Required<ReconnectOptions>;
  readonly #random: () => number;
  #failures = 0;

  constructor(options: Required<ReconnectOptions>, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** An attempt has failed: answers how long to wait for the next. */
  nextMs(): number {
    const { minMs, maxMs, jitter } = this.#options;
    const waitMs = Math.min(minMs * 2 ** Math.min(this.#failures, 30), maxMs);
    this.#failures += 1;
    return waitMs * (1 - jitter * this.#random());
  }

  /** An attempt was successful. */
  reset(): void {
    this.#failures = 0;
  }
}
