import { repeat } from '../platform/repeat.ts';
import { ringOn } from './ring-on.ts';
import type { RingParts } from './ring-on.ts';
import { watchHearing } from './watch-hearing.ts';
import type { HearingParts } from './watch-hearing.ts';

/** How often rings are looked for of which something is due. */
const DUE_RINGS_MS = 1_000;
/** How often it is seen whether shops can be rung. */
const HEARING_MS = 5_000;

/**
 * Begins to ring for the orders that nobody answers, those too whose time has come while no node was there.
 * @returns stops it
 */
export function startRingWork(parts: RingParts & HearingParts): () => void {
  const { logger } = parts.context;
  const stops = [
    repeat(DUE_RINGS_MS, async () => ringOn(parts), { logger, atOnce: true }),
    repeat(HEARING_MS, async () => watchHearing(parts), { logger }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
