/** How long to wait before connecting again. */
export interface Backoff {
  /** The longest first wait. It doubles with each attempt that fails. */
  readonly minMs: number;
  /** The longest wait of all. */
  readonly maxMs: number;
  /**
   * The part of the wait that is left to chance, 0 to 1. At 1 ("full jitter") the clients of a server that
   * was restarted come back spread over the whole wait, not all at its end.
   */
  readonly jitter: number;
}

export const DEFAULT_BACKOFF: Backoff = { minMs: 500, maxMs: 15_000, jitter: 1 };

/**
 * The wait before an attempt, in whole milliseconds.
 * @param attempt 0 for the first
 * @param chance in [0, 1)
 */
export function backoffMs({ minMs, maxMs, jitter }: Backoff, attempt: number, chance: number): number {
  const longestMs = Math.min(maxMs, minMs * 2 ** attempt);
  return Math.round(longestMs * (1 - jitter * chance));
}
