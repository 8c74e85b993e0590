import type { Counters } from '../core/counters.ts';
import type { HeldMessage } from './held-message.ts';

/** What takes room: whose it is, unless the application's own, and how much. */
type Usage = Pick<HeldMessage, 'sender' | 'bytes'>;

type QueueCounters = Pick<Counters, 'queuedMessages' | 'queuedBytes'>;

/**
 * What waits in all queues of a broker together. A client's user may have as much as is left for the others and no
 * more (Choudhury and Hahne's dynamic thresholds): one who is greedy gets half, two get a third each, and there is
 * always room for whoever has little. Clients without a user share.
 */
export class QueueUsage {
  readonly #maxBytes: number;
  readonly #counters: QueueCounters;
  readonly #bySender = new Map<string, number>();

  /** What is used is kept in the counters, where others read it. */
  constructor(maxBytes: number, counters: QueueCounters) {
    this.#maxBytes = maxBytes;
    this.#counters = counters;
  }

  hasRoomFor({ sender, bytes }: Usage): boolean {
    const left = this.#maxBytes - this.#counters.queuedBytes;
    return bytes <= left && (sender === undefined || this.#of(sender) + bytes <= left);
  }

  add({ sender, bytes }: Usage): void {
    this.#counters.queuedMessages += 1;
    this.#counters.queuedBytes += bytes;
    if (sender !== undefined) this.#bySender.set(sender, this.#of(sender) + bytes);
  }

  subtract({ sender, bytes }: Usage): void {
    this.#counters.queuedMessages -= 1;
    this.#counters.queuedBytes -= bytes;
    if (sender === undefined) return;
    const left = this.#of(sender) - bytes;
    if (left > 0) this.#bySender.set(sender, left);
    else this.#bySender.delete(sender);
  }

  /** Forgets all. */
  clear(): void {
    this.#bySender.clear();
    this.#counters.queuedMessages = 0;
    this.#counters.queuedBytes = 0;
  }

  #of(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }
}
