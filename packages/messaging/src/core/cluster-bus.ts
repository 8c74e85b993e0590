import type { EngineParts } from './engine-parts.ts';

/** `joined`: linked to the other nodes. `degraded`: cut off; a node serves its own clients only. */
export type ClusterState = 'joined' | 'degraded';

/** One row of what a node says about itself; a value of undefined takes the row away. */
export type RowChange = readonly [key: string, value: string | undefined];

/** What a bus tells the engine that started it. Nothing here may throw. */
export interface ClusterListener {
  /**
   * What another node published to a channel that is joined here. The bytes are the listener's to keep;
   * false says that it cannot read them.
   */
  onMessage(channel: string, payload: Uint8Array): boolean;
  /** What another node told every node; false says that it cannot be read. */
  onNotice(payload: Uint8Array): boolean;
  /** Rows of another node that came, changed or went; of a node not heard of before, all it has. */
  onRows(nodeId: string, changes: readonly RowChange[]): void;
  /** A node that left, or whose lease ran out; its rows are gone with it. Once per node. */
  onNodeGone(nodeId: string): void;
  onState(state: ClusterState): void;
}

/** What a bus counts, since it was made. */
export interface ClusterCounts {
  /** Other nodes that are known now. */
  nodes: number;
  /** Messages handed to the other nodes … */
  published: number;
  /** … that came from them … */
  received: number;
  /** … and that were published while the link was down or choked: the other nodes never get these. */
  unsent: number;
  /** What came over the link and was not made by a node of this version. */
  malformed: number;
}

/**
 * The link between the nodes of a cluster: channels to publish to, notices to all, and a table in which
 * each node keeps rows about itself that vanish with it.
 *
 * Whoever implements it promises: payloads of one node to one channel arrive in the order in which they
 * were published; each arrives at most once, however many joined channels and patterns it fits; a
 * node does not hear itself. A link that is lost is looked for until `close`; meanwhile the state is
 * `degraded`, and nothing throws.
 */
export interface ClusterBus {
  /** Unique to this process's run. */
  readonly nodeId: string;
  readonly state: ClusterState;
  readonly counts: Readonly<ClusterCounts>;
  /** Begins to look for the other nodes. Once, before anything else. */
  start(listener: ClusterListener): void;
  /**
   * Sends to every other node that joined the channel. At most once: what cannot be sent now is counted
   * in `unsent` and dropped. The bytes must not be changed afterwards.
   */
  publish(channel: string, payload: Uint8Array): void;
  /**
   * Takes part in a channel. What is published elsewhere after the answer arrives here. While
   * degraded it answers too, and joins as soon as the link is back. Joining twice is joining once.
   */
  join(channel: string): void | Promise<void>;
  leave(channel: string): void;
  /** The same for all channels that fit a pattern, in which `*` stands for any text. */
  joinPattern(pattern: string): void | Promise<void>;
  leavePattern(pattern: string): void;
  /**
   * Tells every other node, also one whose link is down now: it hears of it when it is back, if that is
   * within the bus's memory. For what must not be missed, such as a logout.
   */
  notify(payload: Uint8Array): void;
  /** Changes rows of this node's own; the other nodes see them soon, whole and in order. */
  setRows(changes: readonly RowChange[]): void;
  /** Leaves the cluster: the other nodes hear at once that this one is gone. */
  close(): Promise<void>;
}

/** Makes the link of an engine; `memoryHub().bus` and `redisCluster(…)` answer one. */
export type ClusterBusFactory = (parts: EngineParts) => ClusterBus;
