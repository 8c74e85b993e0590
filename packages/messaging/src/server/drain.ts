import { setTimeout as wait } from 'node:timers/promises';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { EndpointParts } from '../endpoint/endpoint.ts';
import { closeInTurn } from './close-in-turn.ts';

export interface CloseOptions {
  /** How long it may take altogether. Default: 5 s. */
  drainMs?: number;
  /**
   * Over how long the ends of many sessions are spread, and how long a session may still carry out what it
   * was asked. A hundred idle ones are closed at once. Default: half of `drainMs`.
   */
  spreadMs?: number;
}

/** Makes the `close` of an engine; calling it again waits for the first. */
export function createDrain(
  { connections, broker }: EndpointParts,
  stop: () => void,
): (options?: CloseOptions) => Promise<void> {
  let closing: Promise<void> | undefined;

  async function drain(drainMs: number, spreadMs: number): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const drained = connections.drain();
    void closeInTurn(connections.sessions, { reason: DISCONNECT_REASONS.drain, spreadMs, signal });
    await Promise.race([drained, wait(drainMs, undefined, { signal }).catch(() => undefined)]);
    over.abort();
    connections.terminate();
    await broker.close();
    stop();
  }

  return ({ drainMs = 5_000, spreadMs = drainMs / 2 } = {}) => (closing ??= drain(drainMs, spreadMs));
}
