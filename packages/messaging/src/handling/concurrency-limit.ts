import { handlerError } from './handler-error.ts';

/** Lets so many tasks run at once; further ones wait in order. */
export class ConcurrencyLimit {
  readonly #maxConcurrent: number;
  readonly #maxQueued: number;
  // A set keeps the order, and lets go of its first without moving the rest.
  readonly #waiting = new Set<() => void>();
  #running = 0;

  /** Throws RangeError for a limit that lets nothing through. */
  constructor(maxConcurrent: number, maxQueued: number) {
    if (!(maxConcurrent >= 1) || !(maxQueued >= 0)) {
      throw new RangeError(
        `At least one handler must run at once, not ${maxConcurrent} (queued: ${maxQueued}).`,
      );
    }
    this.#maxConcurrent = maxConcurrent;
    this.#maxQueued = maxQueued;
  }

  /** Runs a task when its turn comes. Rejects with `handlers_busy` when `maxQueued` wait already. */
  async run<Result>(task: () => Result | PromiseLike<Result>): Promise<Result> {
    if (this.#running < this.#maxConcurrent) this.#running += 1;
    else await this.#turn();
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.size >= this.#maxQueued) throw handlerError('handlers_busy');
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** The place goes to whoever waits longest. */
  #release(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      next();
      return;
    }
    this.#running -= 1;
  }
}
