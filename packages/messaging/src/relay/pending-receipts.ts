import { MessagingError } from '../core/errors.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';

interface PendingReceipt {
  readonly deadlineMs: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface PendingReceiptsOptions {
  readonly timers: Timers;
  readonly timeLimitMs: number;
  readonly maxPending: number;
  /** False while nothing is read from the broker: then it is not its fault. */
  readonly isReading: () => boolean;
  readonly onOverdue: () => void;
}

/** The RECEIPTs that a connection waits for, by ids of its own. One timer serves all. */
export class PendingReceipts {
  readonly #options: PendingReceiptsOptions;
  /** In the order of their deadlines, as all have the same limit. */
  readonly #pending = new Map<string, PendingReceipt>();
  #last = 0;
  #timer: Timer | undefined;

  constructor(options: PendingReceiptsOptions) {
    this.#options = options;
  }

  /** Throws MessagingError `broker_unavailable` when as many are waited for as may be. */
  open(): { id: string; received: Promise<void> } {
    const { timers, timeLimitMs, maxPending } = this.#options;
    if (this.#pending.size >= maxPending) {
      throw new MessagingError('broker_unavailable', `${maxPending} receipts are outstanding`);
    }
    const id = `r${(this.#last += 1)}`;
    const received = new Promise<void>((resolve, reject) => {
      this.#pending.set(id, { deadlineMs: timers.nowMs + timeLimitMs, resolve, reject });
    });
    this.#timer ??= timers.schedule(timeLimitMs, this.#check);
    return { id, received };
  }

  /** A RECEIPT came; one that nobody waits for means nothing. */
  settle(id: string | undefined): void {
    if (id === undefined) return;
    this.#pending.get(id)?.resolve();
    this.#pending.delete(id);
  }

  /** An ERROR came in its place. False when nobody waits for it, and it is not known whose it is. */
  fail(id: string | undefined, error: Error): boolean {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || !pending) return false;
    pending.reject(error);
    return this.#pending.delete(id);
  }

  /** No RECEIPT will come any more. */
  failAll(error: Error): void {
    this.#timer?.cancel();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  readonly #check = (): void => {
    const { timers, timeLimitMs, isReading, onOverdue } = this.#options;
    this.#timer = undefined;
    const [oldest] = this.#pending.values();
    if (!oldest) return;
    const leftMs = oldest.deadlineMs - timers.nowMs;
    if (leftMs > 0) this.#timer = timers.schedule(leftMs, this.#check);
    else if (isReading()) onOverdue();
    else this.#timer = timers.schedule(timeLimitMs, this.#check);
  };
}
