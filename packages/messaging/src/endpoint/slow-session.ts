import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { Limits } from '../core/limits.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';

/**
 * Watches what a socket has been given and has not sent. Costs nothing while a client reads; once
 * something waits, it must get shorter within the time limit, and must not pass the buffer limit.
 *
 * Node joins all that waits into one write, and what waits gets shorter only when that is complete: smaller
 * writes would not show sooner that a client reads.
 */
export class SlowSessionWatch {
  readonly #timers: Timers;
  readonly #limits: Limits;
  readonly #backlogBytes: () => number;
  readonly #onSlow: (reason: DisconnectReason) => void;
  #givenBytes = 0;
  #sentBytes = 0;
  #timer: Timer | undefined;

  constructor(options: {
    timers: Timers;
    limits: Limits;
    backlogBytes: () => number;
    onSlow: (reason: DisconnectReason) => void;
  }) {
    this.#timers = options.timers;
    this.#limits = options.limits;
    this.#backlogBytes = options.backlogBytes;
    this.#onSlow = options.onSlow;
  }

  /** Call after each write, with its length and what waits now. */
  wrote(byteLength: number, backlogBytes: number): void {
    this.#givenBytes += byteLength;
    if (backlogBytes === 0) return;
    if (backlogBytes > this.#limits.sendBufferLimitBytes) {
      this.stop();
      this.#onSlow(DISCONNECT_REASONS.sendBufferExceeded);
    } else if (!this.#timer) {
      this.#sentBytes = this.#givenBytes - backlogBytes;
      this.#timer = this.#timers.schedule(this.#limits.sendTimeLimitMs, this.#check);
    }
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  readonly #check = (): void => {
    this.#timer = undefined;
    const backlogBytes = this.#backlogBytes();
    if (backlogBytes === 0) return;
    const sentBytes = this.#givenBytes - backlogBytes;
    if (sentBytes <= this.#sentBytes) {
      this.#onSlow(DISCONNECT_REASONS.sendTimeExceeded);
      return;
    }
    this.#sentBytes = sentBytes;
    this.#timer = this.#timers.schedule(this.#limits.sendTimeLimitMs, this.#check);
  };
}
