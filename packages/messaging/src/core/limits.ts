/** What one client may ask of the server, and how long the server waits for anything. */
export interface Limits {
  /** Size of one STOMP frame, headers and body. */
  maxMessageBytes: number;
  /** What may wait to be sent to one session. */
  sendBufferLimitBytes: number;
  /**
   * How long one write to a session may stay unfinished. A write may be all that waits, so that a client
   * is sure to be kept when it reads `sendBufferLimitBytes` in this time.
   */
  sendTimeLimitMs: number;
  /** From the opened socket to its CONNECT. */
  firstFrameTimeLimitMs: number;
  /** Any answer of the application that a client waits for: `authenticate`, `authorize`, a journal. */
  answerTimeLimitMs: number;
  /** Open connections of one endpoint; an endpoint's own `maxSessions` comes first. */
  maxSessions: number;
  /** Open sockets with the same `principal.name`. */
  maxSessionsPerUser: number;
  /** Open connections of one endpoint from one address. Behind a proxy, tell the endpoint the real one with `addressOf`. */
  maxSessionsPerAddress: number;
  maxSubscriptionsPerSession: number;
  /** Transactions that a session may have open. */
  maxTransactionsPerSession: number;
  /** SEND, ACK and NACK frames in one transaction. */
  maxTransactionFrames: number;
  /**
   * What all open transactions of a session hold, headers and bodies. Well below `sendBufferLimitBytes`:
   * a COMMIT is delivered at once, and those who read must not be taken for those who do not.
   */
  maxTransactionBytesPerSession: number;
  /** From BEGIN to COMMIT or ABORT. */
  transactionTimeLimitMs: number;
  /** Subscriptions by pattern, among all of a session. */
  maxPatternsPerSession: number;
  /** Deliveries of one subscription with `ack:client` or `client-individual` that are not acknowledged yet. */
  maxUnackedMessages: number;
  /** What all such deliveries of a session hold, headers and bodies. */
  maxUnackedBytesPerSession: number;
  /** How often a message that is not acknowledged is delivered before it becomes a dead letter. */
  maxDeliveryAttempts: number;
  /** Messages that wait in one shared queue for somebody to take them. */
  maxQueueMessages: number;
  /** What waits in all shared queues of the broker together, about. A client's user may have as much as is left. */
  maxQueueBytes: number;
  /** How long a message waits in a shared queue that nobody is subscribed to. */
  queueIdleLimitMs: number;
  /** Frames a session may send in the long run … */
  maxFramesPerSecond: number;
  /** … and at once, e.g. to subscribe again after a reconnection. */
  maxFrameBurst: number;
  /**
   * Bodies a session may send in the long run, after half of `sendBufferLimitBytes` at once. Nobody is refused
   * for more: it is read more slowly, so that those who hear it can read.
   */
  maxBodyBytesPerSecond: number;
  /**
   * Line ends between frames (heart-beats), and small pieces that complete no frame, each as one. In four
   * seconds' worth at once.
   */
  maxIdleBytesPerSecond: number;
  /** Frames of one session that may wait while an earlier one is being handled. */
  maxPendingFrames: number;
  /** What such frames take, and what came behind them and is not read yet. */
  maxPendingBytes: number;
  /** What a client's compressed messages may become before it waits for the next turn of the event loop. */
  maxInflatedBytesPerTurn: number;
  /** A quiet socket is pinged (RFC 6455 §5.5.2) this often, and dropped if it answers nothing until the next. */
  pingIntervalMs: number;
  /** How often a journal is read though nobody said that it grew. */
  journalPollMs: number;
  /** Over all destinations: with many of them, each is polled less often than `journalPollMs`. */
  maxJournalPollsPerSecond: number;
  /** Entries read from a journal at once. */
  maxJournalPageEntries: number;
}

export const DEFAULT_LIMITS: Readonly<Limits> = Object.freeze({
  maxMessageBytes: 64 * 1024,
  sendBufferLimitBytes: 512 * 1024,
  sendTimeLimitMs: 10_000,
  firstFrameTimeLimitMs: 60_000,
  answerTimeLimitMs: 10_000,
  maxSessions: 50_000,
  maxSessionsPerUser: 100,
  maxSessionsPerAddress: 10_000,
  maxSubscriptionsPerSession: 1_000,
  maxTransactionsPerSession: 16,
  maxTransactionFrames: 1_000,
  maxTransactionBytesPerSession: 256 * 1024,
  transactionTimeLimitMs: 60_000,
  maxPatternsPerSession: 100,
  maxUnackedMessages: 1_000,
  maxUnackedBytesPerSession: 4 * 1024 * 1024,
  maxDeliveryAttempts: 5,
  maxQueueMessages: 10_000,
  maxQueueBytes: 64 * 1024 * 1024,
  queueIdleLimitMs: 300_000,
  maxFramesPerSecond: 500,
  maxFrameBurst: 2_000,
  maxBodyBytesPerSecond: 2_500_000,
  maxIdleBytesPerSecond: 2_000,
  maxPendingFrames: 2_000,
  maxPendingBytes: 1024 * 1024,
  maxInflatedBytesPerTurn: 256 * 1024,
  pingIntervalMs: 25_000,
  journalPollMs: 1_000,
  maxJournalPollsPerSecond: 100,
  maxJournalPageEntries: 100,
});

/** Fills what is not given from the defaults. Throws RangeError for a limit that limits nothing. */
export function withDefaults(limits: Partial<Limits> = {}): Limits {
  const filled: Limits = { ...DEFAULT_LIMITS };
  for (const name of Object.keys(DEFAULT_LIMITS) as (keyof Limits)[]) {
    const value = limits[name];
    if (value === undefined) continue;
    if (!Number.isFinite(value) || value <= 0) {
      throw new RangeError(`limits.${name} must be a finite number above zero, not ${value}.`);
    }
    filled[name] = value;
  }
  return filled;
}
