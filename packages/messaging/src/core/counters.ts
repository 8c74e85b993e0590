import { Histogram } from './histogram.ts';

/** What the engine counts. Plain numbers, raised in place: a delivery must not cost a call. */
export interface Counters {
  /** Open sockets, connected or not. */
  sessions: number;
  sessionsOpened: number;
  /** Open sockets by transport. */
  transports: Record<string, number>;
  subscriptions: number;
  framesIn: number;
  /** Of STOMP and texts, without what the transport adds. */
  bytesIn: number;
  /** Messages of text endpoints. */
  textsIn: number;
  textsOut: number;
  /** Frames that wait until an earlier one of their session is done. */
  pendingFrames: number;
  /** CONNECTED, RECEIPT and ERROR frames. */
  replies: number;
  /** MESSAGE frames. */
  deliveries: number;
  /** Handshakes answered by an HTTP error, by error code. */
  refusals: Record<string, number>;
  /** Sessions that ended, by `reason`: what the server said, or `connection_lost`. */
  disconnects: Record<string, number>;
  /** Messages that went to nobody, by why. */
  drops: Record<string, number>;
  /** Messages that wait in shared queues for somebody to take them … */
  queuedMessages: number;
  /** … and about the memory that they take. */
  queuedBytes: number;
  /** Links to others that were there and were lost, by which: `cluster`, `broker_session`, `broker_system`. */
  linksLost: Record<string, number>;
  /** Messages that are with a handler, or wait for one. */
  handling: number;
  /** From a message for a handler to its reply. */
  readonly handlerMs: Histogram;
  /** Errors that handlers' senders were told, by code. */
  handlerErrors: Record<string, number>;
}

export function createCounters(): Counters {
  return {
    sessions: 0,
    sessionsOpened: 0,
    transports: {},
    subscriptions: 0,
    framesIn: 0,
    bytesIn: 0,
    textsIn: 0,
    textsOut: 0,
    pendingFrames: 0,
    replies: 0,
    deliveries: 0,
    refusals: {},
    disconnects: {},
    drops: {},
    queuedMessages: 0,
    queuedBytes: 0,
    linksLost: {},
    handling: 0,
    handlerMs: new Histogram(),
    handlerErrors: {},
  };
}

/** Raises one entry of a table of counts. */
export function countIn(table: Record<string, number>, name: string, by = 1): void {
  table[name] = (table[name] ?? 0) + by;
}
