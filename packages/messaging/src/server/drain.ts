import { setTimeout as wait } from 'node:timers/promises';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { EndpointParts } from '../endpoint/endpoint.ts';

export interface CloseOptions {
  /** How long clients have to close their side. Default: 5 s. */
  drainMs?: number;
}

/** Makes the `close` of an engine; calling it again waits for the first. */
export function createDrain(
  { connections, broker }: EndpointParts,
  stopWheel: () => void,
): (options?: CloseOptions) => Promise<void> {
  let closing: Promise<void> | undefined;

  async function drain(drainMs: number): Promise<void> {
    const giveUp = new AbortController();
    const drained = connections.drain(DISCONNECT_REASONS.drain);
    await Promise.race([drained, wait(drainMs, undefined, { signal: giveUp.signal }).catch(() => undefined)]);
    giveUp.abort();
    connections.terminate();
    await broker.close();
    stopWheel();
  }

  return ({ drainMs = 5_000 } = {}) => (closing ??= drain(drainMs));
}
