import type { HeldMessage } from './held-message.ts';
import { OrderHeap } from './order-heap.ts';
import type { QueueUsage } from './queue-usage.ts';

/** From so many on, the room of those that were taken is given back. */
const COMPACT_AT = 1_024;

/** Messages that wait for a consumer, the oldest first. Both ends cost the same, however many wait. */
export class Backlog {
  /** Those that were taken before, and came back: all older than those that were not. */
  readonly #returned = new OrderHeap<HeldMessage>();
  /** Without those that were taken, whose places are empty. */
  #waiting: (HeldMessage | undefined)[] = [];
  #taken = 0;
  readonly #usage: QueueUsage;

  constructor(usage: QueueUsage) {
    this.#usage = usage;
  }

  get size(): number {
    return this.#returned.size + this.#waiting.length - this.#taken;
  }

  get oldest(): HeldMessage | undefined {
    return this.#returned.lowest ?? this.#waiting[this.#taken];
  }

  push(held: HeldMessage): void {
    this.#waiting.push(held);
    this.#usage.add(held);
  }

  /** Takes back what was taken, each to its place in the order. */
  putBack(returned: readonly HeldMessage[]): void {
    for (const held of returned) {
      this.#returned.push(held);
      this.#usage.add(held);
    }
  }

  take(): HeldMessage | undefined {
    const held = this.#returned.pop() ?? this.#shift();
    if (held) this.#usage.subtract(held);
    return held;
  }

  #shift(): HeldMessage | undefined {
    const held = this.#waiting[this.#taken];
    if (!held) return undefined;
    this.#waiting[this.#taken] = undefined;
    this.#taken += 1;
    if (this.#taken >= COMPACT_AT && this.#taken * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#taken);
      this.#taken = 0;
    }
    return held;
  }
}
