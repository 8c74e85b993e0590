import type { HeldMessage } from './held-message.ts';

/** What takes room: whose it is, unless the application's own, and how much. */
type Usage = Pick<HeldMessage, 'sender' | 'bytes'>;

/**
 * What waits in all queues of a broker together. A client's user may have as much as is left for the others and no
 * more (Choudhury and Hahne's dynamic thresholds): one who is greedy gets half, two get a third each, and there is
 * always room for whoever has little. Clients without a user share.
 */
export class QueueUsage {
  readonly #maxBytes: number;
  readonly #bySender = new Map<string, number>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  hasRoomFor({ sender, bytes }: Usage): boolean {
    const left = this.#maxBytes - this.#bytes;
    return bytes <= left && (sender === undefined || this.#of(sender) + bytes <= left);
  }

  add({ sender, bytes }: Usage): void {
    this.#bytes += bytes;
    if (sender !== undefined) this.#bySender.set(sender, this.#of(sender) + bytes);
  }

  subtract({ sender, bytes }: Usage): void {
    this.#bytes -= bytes;
    if (sender === undefined) return;
    const left = this.#of(sender) - bytes;
    if (left > 0) this.#bySender.set(sender, left);
    else this.#bySender.delete(sender);
  }

  #of(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }
}
