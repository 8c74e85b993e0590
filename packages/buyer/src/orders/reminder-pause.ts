import { REMIND_INTERVAL_MS } from '@carillon/contract';

/**
 * How long the buyer waits until the shop may be reminded again, in ms; 0 when it may be now. A phone whose clock is
 * wrong waits no longer than anybody else.
 */
export function reminderPauseMs(remindedAt: string | null, nowMs: number): number {
  if (remindedAt === null) return 0;
  const leftMs = Date.parse(remindedAt) + REMIND_INTERVAL_MS - nowMs;
  return Math.min(Math.max(leftMs, 0), REMIND_INTERVAL_MS);
}
