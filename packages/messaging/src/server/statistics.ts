import type { ClusterStatus } from '../cluster/cluster.ts';
import type { Counters } from '../core/counters.ts';
import type { HistogramReading } from '../core/histogram.ts';
import type { UserRegistry } from '../core/user-registry.ts';
import type { TurnWriter } from '../endpoint/turn-writer.ts';

/** A count per name. */
type Table = Readonly<Record<string, number>>;

/** What one engine counts: of this moment where it says "now", else since it was made. */
export interface Statistics {
  /** Sockets that are open now, connected or not. */
  readonly sessions: number;
  /** The same by transport: `websocket`, `xhr-streaming` … */
  readonly transports: Table;
  readonly sessionsOpened: number;
  /** Users who are connected now, on all nodes. */
  readonly users: number;
  /** Subscriptions that are open now. */
  readonly subscriptions: number;
  readonly framesIn: number;
  readonly framesOut: number;
  /** MESSAGE frames among `framesOut`. */
  readonly deliveries: number;
  /** Of STOMP and texts, without what the transport adds. */
  readonly bytesIn: number;
  /** Messages of text endpoints. */
  readonly textsIn: number;
  readonly textsOut: number;
  /** As written to the transports. */
  readonly bytesOut: number;
  /** Frames and texts that wait now, until an earlier one of their session is done. */
  readonly pendingFrames: number;
  /** Messages that are with a handler now, or wait for one. */
  readonly handling: number;
  /** From the first frame that a turn of the event loop has to send, to the write of its last. */
  readonly deliveryMs: HistogramReading;
  /** From a message for a handler to its reply, the wait for its turn included. */
  readonly handlerMs: HistogramReading;
  /** Errors that handlers' senders were told, by code. */
  readonly handlerErrors: Table;
  /** Handshakes answered by an HTTP error, by code. */
  readonly refusals: Table;
  /** Sessions ended by the server, by reason. */
  readonly disconnects: Table;
  /** Messages that went to nobody, by why: `user_offline`, `queue_full`, `expired` … */
  readonly drops: Table;
  /** Messages that wait now in shared queues of the simple broker for somebody to take them … */
  readonly queuedMessages: number;
  /** … and about the memory that they take. */
  readonly queuedBytes: number;
  /** Links that were there and were lost: `cluster` to the other nodes; of a relay `broker_system`, and one `broker_session` for each client. */
  readonly linksLost: Table;
  /** The link to the other nodes; undefined without one. */
  readonly cluster: ClusterStatus | undefined;
}

export interface StatisticsSources {
  readonly counters: Counters;
  readonly registry: UserRegistry;
  readonly writer: TurnWriter;
  readonly cluster: ClusterStatus | undefined;
}

export function readStatistics({ counters, registry, writer, cluster }: StatisticsSources): Statistics {
  const { replies, handlerMs, ...counts } = counters;
  return {
    ...counts,
    users: registry.userCount,
    framesOut: replies + counters.deliveries,
    bytesOut: writer.bytesOut,
    deliveryMs: writer.turnMs.read(),
    handlerMs: handlerMs.read(),
    transports: { ...counters.transports },
    handlerErrors: { ...counters.handlerErrors },
    refusals: { ...counters.refusals },
    disconnects: { ...counters.disconnects },
    drops: { ...counters.drops },
    linksLost: { ...counters.linksLost },
    cluster,
  };
}
