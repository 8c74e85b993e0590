/** What the engine counts. Plain numbers, raised in place: a delivery must not cost a call. */
export interface Counters {
  /** Open sockets, connected or not. */
  sessions: number;
  sessionsOpened: number;
  subscriptions: number;
  framesIn: number;
  /** CONNECTED, RECEIPT and ERROR frames. */
  replies: number;
  /** MESSAGE frames. */
  deliveries: number;
  /** Handshakes answered by an HTTP error, by error code. */
  refusals: Record<string, number>;
  /** Sessions ended by the server, by `reason`. */
  disconnects: Record<string, number>;
  /** Messages that went to nobody, by why. */
  drops: Record<string, number>;
  /** Errors that handlers' senders were told, by code. */
  handlerErrors: Record<string, number>;
}

export function createCounters(): Counters {
  return {
    sessions: 0,
    sessionsOpened: 0,
    subscriptions: 0,
    framesIn: 0,
    replies: 0,
    deliveries: 0,
    refusals: {},
    disconnects: {},
    drops: {},
    handlerErrors: {},
  };
}

/** Raises one entry of a table of counts. */
export function countIn(table: Record<string, number>, name: string): void {
  table[name] = (table[name] ?? 0) + 1;
}
