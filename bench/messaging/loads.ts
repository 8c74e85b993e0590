import { setTimeout as wait } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';

/** Makes a crowd send for so long. */
export type Load = (crowd: Crowd, forMs: number) => Promise<void>;

/**
 * Saturated: so many messages are always under way, so that the server never waits for work. Under way is
 * what was sent and is not with the last subscriber of its topic yet; whatever arrives is replaced at once.
 */
export function saturate(underWay: number): Load {
  return async (crowd, forMs) => {
    const endMs = performance.now() + forMs;
    while (performance.now() < endMs) {
      while (crowd.outstanding < underWay) crowd.send();
      await new Promise(setImmediate);
    }
  };
}

/** Steady: so many messages per second, whatever the server does. */
export function keepSteady(messagesPerSecond: number): Load {
  const intervalMs = 1_000 / messagesPerSecond;
  return async (crowd, forMs) => {
    const startMs = performance.now();
    for (let n = 1; n * intervalMs <= forMs; n += 1) {
      crowd.send();
      await wait(Math.max(startMs + n * intervalMs - performance.now(), 0));
    }
  };
}

/** Waits until nothing is under way any more. */
export async function settle(crowd: Crowd): Promise<void> {
  while (crowd.outstanding > 0) await wait(5);
}
