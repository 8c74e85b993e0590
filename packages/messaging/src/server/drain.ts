import { setTimeout as wait } from 'node:timers/promises';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { EndpointParts } from '../endpoint/endpoint.ts';
import { closeInTurn } from './close-in-turn.ts';

export interface CloseOptions {
  /** How long it may take altogether. Default: 5 s. */
  drainMs?: number;
  /**
   * Over how long the ends of many sessions are spread. A hundred that do nothing are closed at once; one that
   * carries out what it was asked, when that is done or `drainMs` nearly over. Default: half of `drainMs`.
   */
  spreadMs?: number;
}

/** How much of the time is left for good-byes, when nobody is waited for any more. */
const GOODBYE_SHARE = 0.1;

/** Makes the `close` of an engine; calling it again waits for the first. */
export function createDrain(
  { connections, broker, logger }: EndpointParts,
  stop: () => void,
): (options?: CloseOptions) => Promise<void> {
  let closing: Promise<void> | undefined;

  async function drain(drainMs: number, spreadMs: number): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const drained = connections.drain();
    const patienceMs = drainMs * (1 - GOODBYE_SHARE);
    const onError = (error: unknown): void => logger.error({ err: error }, 'a session could not be closed');
    const pace = { reason: DISCONNECT_REASONS.drain, spreadMs, patienceMs, signal, onError };
    void closeInTurn(connections.sessions, pace);
    await Promise.race([drained, wait(drainMs, undefined, { signal }).catch(() => undefined)]);
    over.abort();
    connections.terminate();
    await broker.close();
    stop();
  }

  return ({ drainMs = 5_000, spreadMs = drainMs / 2 } = {}) => (closing ??= drain(drainMs, spreadMs));
}
