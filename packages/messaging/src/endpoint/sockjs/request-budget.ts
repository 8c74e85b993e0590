import { MessagingError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import type { Timers } from '../../core/timer-wheel.ts';
import { TokenBucket } from '../../session/token-bucket.ts';

/** A client sends one request after another and receives by one more; a browser that is shut and opened, two. */
const MAX_REQUESTS_AT_ONCE = 8;

export interface RequestBudgetParts {
  readonly timers: Timers;
  readonly limits: Pick<Limits, 'maxFramesPerSecond' | 'maxFrameBurst'>;
}

/** How many requests may be made of one session over HTTP: as many as it may have frames. */
export class RequestBudget {
  readonly #timers: Timers;
  readonly #sends: TokenBucket;
  readonly #receives: TokenBucket;
  readonly #paceMs: number;
  #atOnce = 0;

  constructor({ timers, limits }: RequestBudgetParts) {
    const { maxFramesPerSecond, maxFrameBurst } = limits;
    this.#timers = timers;
    this.#sends = new TokenBucket(timers, maxFramesPerSecond, maxFrameBurst);
    this.#receives = new TokenBucket(timers, maxFramesPerSecond, maxFrameBurst);
    this.#paceMs = 1_000 / maxFramesPerSecond;
  }

  /** Counts a request that sends. Throws MessagingError for one too many; else answers what ends it. */
  beginSending(): () => void {
    if (!this.#sends.take(1)) throw new MessagingError('too_many_requests');
    return this.#begin();
  }

  /**
   * Resolves when one more request may receive: at once, unless they come too fast, and then after a while. Whoever
   * polls is as fast as messages come to it, which is not its doing. Rejects with MessagingError when too many wait.
   */
  async mayReceive(): Promise<void> {
    if (this.#receives.take(1)) return;
    const end = this.#begin();
    try {
      do await this.#breathe();
      while (!this.#receives.take(1));
    } finally {
      end();
    }
  }

  #begin(): () => void {
    if (this.#atOnce >= MAX_REQUESTS_AT_ONCE) throw new MessagingError('too_many_requests');
    this.#atOnce += 1;
    return () => (this.#atOnce -= 1);
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => this.#timers.schedule(this.#paceMs, resolve));
  }
}
