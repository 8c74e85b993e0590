import type { ClusterCounts } from '../../core/cluster-bus.ts';
import { encodeBatch, sizeInBatch } from './payload-batch.ts';

/** A batch is sent when it has so much; a longer payload makes a batch of its own. */
const BATCH_BYTES = 256 * 1024;

export interface OutboxParts {
  readonly nodeId: string;
  readonly counts: ClusterCounts;
  /** Bytes that may be on their way to Redis; what is published beyond is dropped and counted. */
  readonly maxPendingBytes: number;
  /** Hands one batch to Redis; throws or rejects when it did not get there. */
  readonly send: (channel: string, batch: Buffer) => Promise<unknown>;
}

interface Waiting {
  payloads: Uint8Array[];
  bytes: number;
}

/** Collects what a turn of the event loop publishes, and sends one batch per channel when the turn ends. */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #waiting = new Map<string, Waiting>();
  #pendingBytes = 0;
  #lastNumber = 0;
  #flushing: NodeJS.Immediate | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  publish(channel: string, payload: Uint8Array): void {
    const size = sizeInBatch(payload);
    if (this.#pendingBytes + size > this.#parts.maxPendingBytes) {
      this.#parts.counts.unsent += 1;
      return;
    }
    this.#pendingBytes += size;
    let waiting = this.#waiting.get(channel);
    if (!waiting) {
      waiting = { payloads: [], bytes: 0 };
      this.#waiting.set(channel, waiting);
    }
    waiting.payloads.push(payload);
    waiting.bytes += size;
    if (waiting.bytes >= BATCH_BYTES) void this.#send(channel, waiting);
    this.#flushing ??= setImmediate(() => this.flush());
  }

  /** Sends all that waits, now. */
  flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    for (const [channel, waiting] of this.#waiting) void this.#send(channel, waiting);
  }

  async #send(channel: string, { payloads, bytes }: Waiting): Promise<void> {
    this.#waiting.delete(channel);
    const { nodeId, counts, send } = this.#parts;
    this.#lastNumber += 1;
    try {
      await send(channel, encodeBatch({ nodeId, number: this.#lastNumber, payloads }));
      counts.published += payloads.length;
    } catch {
      counts.unsent += payloads.length;
    } finally {
      this.#pendingBytes -= bytes;
    }
  }
}
