/** A timer that was asked for. Cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * The time as sessions see it: it stands still between two turns of the wheel, so that reading it
 * costs nothing and a test moves it by hand.
 */
export interface Timers {
  /** Whole: every session keeps some of these numbers, which engines keep in the object itself if they are. */
  readonly nowMs: number;
  /** Calls back once, `delayMs` from now or at most one tick later; never sooner, never at once. */
  schedule(delayMs: number, callback: () => void): Timer;
}

export interface TimerWheelOptions {
  /** How far one slot reaches, and so how late a timer may fire. */
  tickMs?: number;
  slots?: number;
  /** Where an error goes that a callback throws; the other timers fire all the same. */
  onError?: (error: unknown) => void;
}

class WheelTimer implements Timer {
  readonly deadlineTick: number;
  readonly callback: () => void;
  readonly slot: Set<WheelTimer>;

  constructor(deadlineTick: number, callback: () => void, slot: Set<WheelTimer>) {
    this.deadlineTick = deadlineTick;
    this.callback = callback;
    this.slot = slot;
    slot.add(this);
  }

  cancel(): void {
    this.slot.delete(this);
  }
}

/**
 * One hashed timing wheel for all sessions (Varghese and Lauck's scheme 6): starting and cancelling a
 * timer is O(1), and ten thousand heart-beats cost the process one real timer.
 */
export class TimerWheel implements Timers {
  nowMs: number;
  readonly tickMs: number;
  readonly #slots: Set<WheelTimer>[];
  readonly #startMs: number;
  readonly #onError: (error: unknown) => void;
  #tick = 0;

  constructor(startMs: number, options: TimerWheelOptions = {}) {
    this.tickMs = options.tickMs ?? 100;
    this.nowMs = Math.floor(startMs);
    this.#startMs = this.nowMs;
    this.#slots = Array.from({ length: options.slots ?? 512 }, () => new Set());
    this.#onError = options.onError ?? (() => undefined);
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const deadlineMs = this.nowMs - this.#startMs + Math.max(delayMs, 0);
    const deadlineTick = Math.max(Math.ceil(deadlineMs / this.tickMs), this.#tick + 1);
    return new WheelTimer(deadlineTick, callback, this.#slotOf(deadlineTick));
  }

  /** Turns the wheel to the given moment and fires what is due, in the order of the deadlines' ticks. */
  advance(nowMs: number): void {
    const target = Math.floor((nowMs - this.#startMs) / this.tickMs);
    while (this.#tick < target) {
      this.#tick += 1;
      this.nowMs = this.#startMs + this.#tick * this.tickMs;
      for (const timer of this.#slotOf(this.#tick)) {
        if (timer.deadlineTick > this.#tick) continue;
        timer.cancel();
        this.#fire(timer);
      }
    }
    this.nowMs = Math.max(this.nowMs, Math.floor(nowMs));
  }

  #fire(timer: WheelTimer): void {
    try {
      timer.callback();
    } catch (error) {
      this.#onError(error);
    }
  }

  #slotOf(tick: number): Set<WheelTimer> {
    const slot = this.#slots[tick % this.#slots.length];
    if (!slot) throw new RangeError('A timer wheel needs at least one slot.');
    return slot;
  }
}
