import type { ClusterStatus } from '../cluster/cluster.ts';
import type { Counters } from '../core/counters.ts';
import type { UserDirectory } from '../user/user-directory.ts';

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
  /** The link to the other nodes; undefined without one. */
  readonly cluster: ClusterStatus | undefined;
}

export function readStatistics(
  counters: Counters,
  directory: UserDirectory,
  cluster?: ClusterStatus,
): Statistics {
  const { sessions, sessionsOpened, subscriptions, framesIn, replies, deliveries } = counters;
  return {
    sessions,
    users: directory.userCount,
    subscriptions,
    sessionsOpened,
    framesIn,
    framesOut: replies + deliveries,
    deliveries,
    refusals: { ...counters.refusals },
    disconnects: { ...counters.disconnects },
    cluster,
  };
}
