import type { ClusterCounts } from '../../core/cluster-bus.ts';
import { decodeBatch } from './payload-batch.ts';

/** Nodes whose last batch is remembered; those first heard of are forgotten. */
const MAX_REMEMBERED_NODES = 1_000;

/**
 * Takes batches off the wire, each once: Redis sends one again for every pattern that its channel fits,
 * and to the node that published it.
 */
export class Inbox {
  readonly #nodeId: string;
  readonly #counts: ClusterCounts;
  readonly #lastNumbers = new Map<string, number>();

  constructor(nodeId: string, counts: ClusterCounts) {
    this.#nodeId = nodeId;
    this.#counts = counts;
  }

  /** Answers the payloads that are new. */
  open(bytes: Buffer): readonly Uint8Array[] {
    const batch = decodeBatch(bytes);
    if (!batch) {
      this.#counts.malformed += 1;
      return [];
    }
    const { nodeId, number, payloads } = batch;
    if (nodeId === this.#nodeId || number <= (this.#lastNumbers.get(nodeId) ?? 0)) return [];
    this.#remember(nodeId, number);
    this.#counts.received += payloads.length;
    return payloads;
  }

  #remember(nodeId: string, number: number): void {
    this.#lastNumbers.set(nodeId, number);
    if (this.#lastNumbers.size <= MAX_REMEMBERED_NODES) return;
    const [oldest] = this.#lastNumbers.keys();
    if (oldest !== undefined) this.#lastNumbers.delete(oldest);
  }
}
