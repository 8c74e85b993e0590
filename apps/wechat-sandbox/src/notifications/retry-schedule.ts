const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The waits between attempts: 15 retries over 24 h 4 min. Source: WeChat Pay, "支付成功回调通知". */
export const RETRY_WAITS_MS: readonly number[] = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
];

/**
 * How long to wait after the n-th attempt failed (1 is the first), or undefined when that was the last.
 * `timeScale` shortens every wait: 60 makes a minute a second.
 */
export function waitAfterAttempt(attempt: number, timeScale: number): number | undefined {
  const waitMs = RETRY_WAITS_MS[attempt - 1];
  return waitMs === undefined ? undefined : waitMs / timeScale;
}
