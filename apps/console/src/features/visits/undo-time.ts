import { UNDO_VISIT_WITHIN_MS } from '@carillon/contract';
import type { PassVisit } from '@carillon/contract';

/** For how many milliseconds more a visit may be undone; 0 once it may not. */
export function undoLeftMs(visit: Pick<PassVisit, 'at' | 'undone'>, nowMs: number): number {
  if (visit.undone) return 0;
  const leftMs = Date.parse(visit.at) + UNDO_VISIT_WITHIN_MS - nowMs;
  // A clock of this device that is slow promises no more than the server gives.
  return Math.min(Math.max(leftMs, 0), UNDO_VISIT_WITHIN_MS);
}

/** A span as a countdown shows it, `9:05`. */
export function countdownText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
