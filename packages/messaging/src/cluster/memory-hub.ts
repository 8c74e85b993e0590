import { randomUUID } from 'node:crypto';
import type {
  ClusterBus,
  ClusterBusFactory,
  ClusterCounts,
  ClusterListener,
  ClusterState,
  RowChange,
} from '../core/cluster-bus.ts';
import { fitsPattern } from './channel-pattern.ts';

/** Notices that wait for a node whose link is down; the oldest are forgotten. */
const MAX_MISSED_NOTICES = 1_000;

/** A cluster of engines in one process: for tests, and to show what a bus must do. */
export interface MemoryHub {
  /** The link of one engine; give it to `createMessaging({ cluster })`. */
  readonly bus: ClusterBusFactory;
  /** Cuts a node's link, as a lost network does; `mend` brings it back. */
  cut(nodeId: string): void;
  mend(nodeId: string): void;
  /** Ends a node as if its process were killed and its lease over. */
  lose(nodeId: string): void;
}

export function memoryHub(): MemoryHub {
  const buses = new Map<string, MemoryBus>();
  const bus: ClusterBusFactory = () => {
    const made = new MemoryBus(buses);
    buses.set(made.nodeId, made);
    return made;
  };
  return {
    bus,
    cut: (nodeId) => buses.get(nodeId)?.cut(),
    mend: (nodeId) => buses.get(nodeId)?.mend(),
    lose: (nodeId) => void buses.get(nodeId)?.close(),
  };
}

class MemoryBus implements ClusterBus {
  readonly nodeId = randomUUID();
  readonly counts: ClusterCounts = { nodes: 0, published: 0, received: 0, unsent: 0, malformed: 0 };
  readonly #buses: Map<string, MemoryBus>;
  readonly #channels = new Set<string>();
  readonly #patterns = new Set<string>();
  readonly #rows = new Map<string, string>();
  readonly #seen = new Set<string>();
  #missed: Uint8Array[] = [];
  #unsaid: Uint8Array[] = [];
  #listener: ClusterListener | undefined;
  #isUp = false;

  constructor(buses: Map<string, MemoryBus>) {
    this.#buses = buses;
  }

  get state(): ClusterState {
    return this.#isUp ? 'joined' : 'degraded';
  }

  start(listener: ClusterListener): void {
    this.#listener = listener;
    this.mend();
  }

  cut(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#listener?.onState('degraded');
    for (const other of this.#others()) other.#forget(this.nodeId);
    for (const nodeId of this.#seen) this.#forget(nodeId);
  }

  mend(): void {
    if (this.#isUp || !this.#listener) return;
    this.#isUp = true;
    this.#listener.onState('joined');
    for (const other of this.#others()) {
      this.#learn(other.nodeId, [...other.#rows]);
      other.#learn(this.nodeId, [...this.#rows]);
    }
    for (const payload of this.#missed.splice(0)) this.#hear(payload);
    for (const payload of this.#unsaid.splice(0)) this.notify(payload);
  }

  publish(channel: string, payload: Uint8Array): void {
    if (!this.#isUp) {
      this.counts.unsent += 1;
      return;
    }
    this.counts.published += 1;
    for (const other of this.#others()) {
      if (other.#hears(channel)) queueMicrotask(() => other.#receive(channel, payload));
    }
  }

  join(channel: string): void {
    this.#channels.add(channel);
  }

  leave(channel: string): void {
    this.#channels.delete(channel);
  }

  joinPattern(pattern: string): void {
    this.#patterns.add(pattern);
  }

  leavePattern(pattern: string): void {
    this.#patterns.delete(pattern);
  }

  notify(payload: Uint8Array): void {
    if (!this.#isUp) {
      keep(this.#unsaid, payload);
      return;
    }
    for (const other of this.#buses.values()) {
      if (other === this) continue;
      if (other.#isUp) queueMicrotask(() => other.#hear(payload));
      else keep(other.#missed, payload);
    }
  }

  setRows(changes: readonly RowChange[]): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.#rows.delete(key);
      else this.#rows.set(key, value);
    }
    if (!this.#isUp) return;
    for (const other of this.#others()) other.#learn(this.nodeId, changes);
  }

  close(): Promise<void> {
    this.#isUp = false;
    this.#buses.delete(this.nodeId);
    for (const other of this.#others()) other.#forget(this.nodeId);
    return Promise.resolve();
  }

  *#others(): Iterable<MemoryBus> {
    for (const other of this.#buses.values()) if (other !== this && other.#isUp) yield other;
  }

  #hears(channel: string): boolean {
    if (this.#channels.has(channel)) return true;
    for (const pattern of this.#patterns) if (fitsPattern(pattern, channel)) return true;
    return false;
  }

  #receive(channel: string, payload: Uint8Array): void {
    if (!this.#isUp) return;
    this.counts.received += 1;
    if (!this.#listener?.onMessage(channel, payload)) this.counts.malformed += 1;
  }

  #hear(payload: Uint8Array): void {
    if (!this.#listener?.onNotice(payload)) this.counts.malformed += 1;
  }

  #learn(nodeId: string, changes: readonly RowChange[]): void {
    this.#seen.add(nodeId);
    this.counts.nodes = this.#seen.size;
    this.#listener?.onRows(nodeId, changes);
  }

  #forget(nodeId: string): void {
    if (!this.#seen.delete(nodeId)) return;
    this.counts.nodes = this.#seen.size;
    this.#listener?.onNodeGone(nodeId);
  }
}

function keep(notices: Uint8Array[], payload: Uint8Array): void {
  notices.push(payload);
  if (notices.length > MAX_MISSED_NOTICES) notices.shift();
}
