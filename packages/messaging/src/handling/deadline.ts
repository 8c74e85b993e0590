import { isPromiseLike } from '../core/answer-within.ts';
import type { Timers } from '../core/timer-wheel.ts';
import { handlerError } from './handler-error.ts';

/** The moment by which a call must be done, its wait for a turn included. */
export class Deadline {
  readonly #timers: Timers;
  readonly #dueMs: number;
  #controller: AbortController | undefined;
  #error: Error | undefined;

  constructor(timers: Timers, limitMs: number) {
    this.#timers = timers;
    this.#dueMs = timers.nowMs + limitMs;
  }

  /** Made when it is first asked for: most handlers wait for nothing that could be stopped. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#error) this.#controller.abort(this.#error);
    return this.#controller.signal;
  }

  /**
   * Answers what a task answers, if it does so in time. Else it aborts the signal, rejects with
   * `handler_timeout` and leaves the task to itself; a task whose time is over is not begun.
   */
  async run<Result>(task: () => Result | PromiseLike<Result>): Promise<Result> {
    const leftMs = this.#dueMs - this.#timers.nowMs;
    if (leftMs <= 0) throw this.#expire();
    const result = task();
    if (!isPromiseLike(result)) return result;
    const expiry = Promise.withResolvers<never>();
    const timer = this.#timers.schedule(leftMs, () => expiry.reject(this.#expire()));
    try {
      return await Promise.race([result, expiry.promise]);
    } finally {
      timer.cancel();
    }
  }

  #expire(): Error {
    this.#error ??= handlerError('handler_timeout');
    this.#controller?.abort(this.#error);
    return this.#error;
  }
}
