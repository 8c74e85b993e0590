import type { ClusterCounts, ClusterListener, RowChange } from '../../core/cluster-bus.ts';

/** A node's rows at one moment. */
export interface RowsSnapshot {
  /** How often they had been changed. */
  readonly number: number;
  readonly rows: ReadonlyMap<string, string>;
}

/** One change of a node's rows. */
export interface RowsAnnouncement {
  readonly nodeId: string;
  readonly number: number;
  readonly changes: readonly RowChange[];
}

export interface NodeTableParts {
  readonly counts: ClusterCounts;
  readonly listener: Pick<ClusterListener, 'onRows' | 'onNodeGone'>;
  /** Reads a node's rows; undefined when it has none. */
  readonly load: (nodeId: string) => Promise<RowsSnapshot | undefined>;
}

/** Announcements that wait for a node's rows to be read; beyond that they are read again. */
const MAX_WAITING_ANNOUNCEMENTS = 1_000;
/** One absence may be a Redis that lost its data: the others write theirs again at their next beat. */
const MAX_ABSENCES = 2;

interface KnownNode {
  number: number;
  rows: Map<string, string>;
  absences: number;
  /** What the last beat said, when it was ahead of us: an announcement may be on its way still. */
  aheadAt: number | undefined;
  /** Announcements that came while the rows are being read. */
  loading: RowsAnnouncement[] | undefined;
  isShown: boolean;
}

/** The rows of all other nodes, as announced one by one, and read whole wherever one was missed. */
export class NodeTable {
  readonly #parts: NodeTableParts;
  readonly #nodes = new Map<string, KnownNode>();

  constructor(parts: NodeTableParts) {
    this.#parts = parts;
  }

  /** Takes a change that a node announced. */
  announced(announcement: RowsAnnouncement): void {
    const { nodeId, number, changes } = announcement;
    const node = this.#nodes.get(nodeId) ?? this.#add(nodeId);
    if (node.loading) {
      if (node.loading.length < MAX_WAITING_ANNOUNCEMENTS) node.loading.push(announcement);
    } else if (number === node.number + 1) {
      this.#apply(nodeId, node, number, changes);
    } else if (number > node.number) {
      this.#load(nodeId, node, [announcement]);
    }
  }

  /** Takes what a beat says of all other nodes: who is there, and how often its rows had been changed. */
  beaten(numbers: ReadonlyMap<string, number>): void {
    for (const [nodeId, number] of numbers) {
      const node = this.#nodes.get(nodeId) ?? this.#add(nodeId);
      node.absences = 0;
      const wasAheadAt = node.aheadAt;
      node.aheadAt = number > node.number ? number : undefined;
      const isBehind = wasAheadAt !== undefined && wasAheadAt > node.number;
      if (!node.loading && (isBehind || !node.isShown)) this.#load(nodeId, node);
    }
    for (const [nodeId, node] of this.#nodes) {
      if (numbers.has(nodeId)) continue;
      node.absences += 1;
      if (node.absences >= MAX_ABSENCES) this.gone(nodeId);
    }
  }

  gone(nodeId: string): void {
    const node = this.#nodes.get(nodeId);
    if (!node) return;
    this.#nodes.delete(nodeId);
    this.#count();
    if (node.isShown) this.#parts.listener.onNodeGone(nodeId);
  }

  /** Forgets all: nobody knows any more who is there. */
  clear(): void {
    for (const nodeId of [...this.#nodes.keys()]) this.gone(nodeId);
  }

  #add(nodeId: string): KnownNode {
    const node: KnownNode = {
      number: 0,
      rows: new Map(),
      absences: 0,
      aheadAt: undefined,
      loading: undefined,
      isShown: false,
    };
    this.#nodes.set(nodeId, node);
    return node;
  }

  #load(nodeId: string, node: KnownNode, waiting: RowsAnnouncement[] = []): void {
    node.loading = waiting;
    this.#parts.load(nodeId).then(
      (snapshot) => this.#loaded(nodeId, node, snapshot),
      // The link is lost, or the next beat sees that we are behind.
      () => (node.loading = undefined),
    );
  }

  #loaded(nodeId: string, node: KnownNode, snapshot: RowsSnapshot | undefined): void {
    const waiting = node.loading ?? [];
    node.loading = undefined;
    if (this.#nodes.get(nodeId) !== node || !snapshot) return;
    if (snapshot.number >= node.number || !node.isShown) {
      this.#apply(nodeId, node, snapshot.number, differences(node.rows, snapshot.rows));
    }
    for (const announcement of waiting) {
      if (announcement.number > node.number) this.announced(announcement);
    }
  }

  #apply(nodeId: string, node: KnownNode, number: number, changes: readonly RowChange[]): void {
    node.number = number;
    for (const [key, value] of changes) {
      if (value === undefined) node.rows.delete(key);
      else node.rows.set(key, value);
    }
    const isNew = !node.isShown;
    node.isShown = true;
    if (isNew) this.#count();
    if (isNew || changes.length > 0) this.#parts.listener.onRows(nodeId, changes);
  }

  #count(): void {
    this.#parts.counts.nodes = this.#nodes.values().reduce((sum, { isShown }) => sum + Number(isShown), 0);
  }
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RowChange[] {
  const changes: RowChange[] = [];
  for (const key of before.keys()) if (!after.has(key)) changes.push([key, undefined]);
  for (const [key, value] of after) if (before.get(key) !== value) changes.push([key, value]);
  return changes;
}
