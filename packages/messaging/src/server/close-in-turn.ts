import { setTimeout as wait } from 'node:timers/promises';
import type { DisconnectReason } from '../core/disconnect.ts';

/** A session, as far as its end is concerned. */
interface Closable {
  /** One of its frames is being carried out. */
  readonly isBusy: boolean;
  close(reason: DisconnectReason): void;
}

/** So few are closed at once: they are no crowd wherever they come back. */
const CLOSE_AT_ONCE = 100;
const STEP_MS = 25;

export interface ClosingPace {
  readonly reason: DisconnectReason;
  /** Over how long they are spread, and how long one that is busy is waited for. */
  readonly spreadMs: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/**
 * Closes sessions a few at a time, so that their clients do not all come back in the same moment, and each
 * when what it asked for last is done.
 */
export async function closeInTurn(
  sessions: Iterable<Closable>,
  { reason, spreadMs, signal }: ClosingPace,
): Promise<void> {
  const left = new Set(sessions);
  const perStep = Math.max(CLOSE_AT_ONCE, Math.ceil((left.size * STEP_MS) / Math.max(1, spreadMs)));
  const endsAtMs = performance.now() + spreadMs;
  while (left.size > 0 && !signal.aborted) {
    const isLast = performance.now() >= endsAtMs;
    const idle = left.values().filter((session) => isLast || !session.isBusy);
    for (const session of [...idle.take(isLast ? left.size : perStep)]) {
      left.delete(session);
      session.close(reason);
    }
    if (left.size > 0) await wait(STEP_MS, undefined, { signal }).catch(() => undefined);
  }
}
