/** What the client waits for and keeps at most. */
export interface ClientLimits {
  /** From opening the socket to CONNECTED. */
  readonly connectTimeLimitMs: number;
  /** From SUBSCRIBE to its RECEIPT; a server that does not answer is taken for gone. */
  readonly subscribeTimeLimitMs: number;
  /** From `send` to its RECEIPT, the wait for a line included. */
  readonly sendTimeLimitMs: number;
  /** Messages sent and not yet confirmed, the ones that wait for a line included. */
  readonly maxPendingSends: number;
  /** After `wake`, how long a line that was silent may stay so. */
  readonly probeTimeLimitMs: number;
  /**
   * The same while the server owes us an answer: ours then stands behind whatever keeps that one. Longer than its
   * heart-beats are apart, which come meanwhile.
   */
  readonly busyProbeTimeLimitMs: number;
  /** From ERROR until we close the socket ourselves, should the server not. */
  readonly errorCloseTimeLimitMs: number;
  /** A line that stood so long was a good one: the next back-off starts anew. */
  readonly stableLineMs: number;
  /** The longest frame accepted. */
  readonly maxFrameBytes: number;
}

export const DEFAULT_CLIENT_LIMITS: ClientLimits = {
  connectTimeLimitMs: 10_000,
  subscribeTimeLimitMs: 10_000,
  sendTimeLimitMs: 10_000,
  maxPendingSends: 100,
  probeTimeLimitMs: 4_000,
  busyProbeTimeLimitMs: 15_000,
  errorCloseTimeLimitMs: 2_000,
  stableLineMs: 5_000,
  maxFrameBytes: 1024 * 1024,
};
