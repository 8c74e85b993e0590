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
  /** Over how long the ends of those that do nothing are spread. */
  readonly spreadMs: number;
  /** How long one that is busy is waited for. */
  readonly patienceMs: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Where an error goes that an end throws; the others end all the same. */
  readonly onError: (error: unknown) => void;
}

/**
 * Closes sessions a few at a time, so that their clients do not all come back in the same moment, and each
 * when what it asked for last is done.
 */
export async function closeInTurn(
  sessions: Iterable<Closable>,
  { reason, spreadMs, patienceMs, signal, onError }: ClosingPace,
): Promise<void> {
  const left = new Set(sessions);
  const perStep = Math.max(CLOSE_AT_ONCE, Math.ceil((left.size * STEP_MS) / Math.max(1, spreadMs)));
  const startMs = performance.now();
  while (left.size > 0 && !signal.aborted) {
    const passedMs = performance.now() - startMs;
    const mayGo = left.values().filter(({ isBusy }) => !isBusy || passedMs >= patienceMs);
    const atOnce = passedMs >= Math.min(spreadMs, patienceMs) ? left.size : perStep;
    for (const session of [...mayGo.take(atOnce)]) {
      left.delete(session);
      try {
        session.close(reason);
      } catch (error) {
        onError(error);
      }
    }
    if (left.size > 0) await wait(STEP_MS, undefined, { signal }).catch(() => undefined);
  }
}
