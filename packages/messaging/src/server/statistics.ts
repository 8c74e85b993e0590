import type { ClusterStatus } from '../cluster/cluster.ts';
import type { Counters } from '../core/counters.ts';
import type { UserRegistry } from '../core/user-registry.ts';

/** Counts of one engine, since it was made unless they say "open". */
export interface Statistics {
  /** Open sockets. */
  readonly sessions: number;
  /** Users with at least one open session. */
  readonly users: number;
  /** Open subscriptions. */
  readonly subscriptions: number;
  readonly sessionsOpened: number;
  readonly framesIn: number;
  readonly framesOut: number;
  /** MESSAGE frames among `framesOut`. */
  readonly deliveries: number;
  /** Handshakes answered by an HTTP error, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Sessions ended by the server, by reason. */
  readonly disconnects: Readonly<Record<string, number>>;
  /** Messages that went to nobody, by why: `user_offline`. */
  readonly drops: Readonly<Record<string, number>>;
  /** The link to the other nodes; undefined without one. */
  readonly cluster: ClusterStatus | undefined;
}

export function readStatistics(
  counters: Counters,
  registry: UserRegistry,
  cluster?: ClusterStatus,
): Statistics {
  const { sessions, sessionsOpened, subscriptions, framesIn, replies, deliveries } = counters;
  return {
    sessions,
    users: registry.userCount,
    subscriptions,
    sessionsOpened,
    framesIn,
    framesOut: replies + deliveries,
    deliveries,
    refusals: { ...counters.refusals },
    disconnects: { ...counters.disconnects },
    drops: { ...counters.drops },
    cluster,
  };
}
