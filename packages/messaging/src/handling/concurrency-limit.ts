import type { Deadline } from './deadline.ts';
import { handlerError } from './handler-error.ts';

/** Lets so many tasks run at once; further ones wait in order. */
export class ConcurrencyLimit {
  readonly #maxConcurrent: number;
  readonly #maxQueued: number;
  // A set keeps the order, and lets go of its first, or of one in between, without moving the rest.
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

  /**
   * Runs a task when its turn comes, both by the deadline. Rejects with `handlers_busy` when `maxQueued` wait
   * already. A task that is late gives its place up, whatever it still does.
   */
  async run<Result>(task: () => Result | PromiseLike<Result>, deadline: Deadline): Promise<Result> {
    if (this.#running < this.#maxConcurrent) this.#running += 1;
    else await this.#turn(deadline);
    try {
      return await deadline.run(task);
    } finally {
      this.#release();
    }
  }

  async #turn(deadline: Deadline): Promise<void> {
    if (this.#waiting.size >= this.#maxQueued) throw handlerError('handlers_busy');
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const take = () => resolve(undefined);
    this.#waiting.add(take);
    try {
      await deadline.run(() => promise);
    } catch (error) {
      // The place may have come in the very moment in which the time was over.
      if (!this.#waiting.delete(take)) this.#release();
      throw error;
    }
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
