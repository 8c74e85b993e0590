import { PASS_CODE_GRACE_MS, PASS_SHOWING_MS } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { forgetSecrets } from './pass-key-store.ts';
import { deleteShowings } from './showing-store.ts';

/** For so long an old code is told from one that is none of ours: photographs come back on the same day. */
const KEEP_SHOWINGS_MS = 24 * 60 * 60_000;
/** Those that took a visit stay; how far back it is looked for others among them. */
const LOOK_BACK_MS = 30 * KEEP_SHOWINGS_MS;
const MAX_BATCHES = 200;

/**
 * Forgets what no code needs any more: showings that took no visit, a day after their end, and the secrets of keys once
 * everything that they signed has ended.
 * @returns how many showings and secrets were forgotten
 */
export async function pruneShowings(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { batchRows = 1_000 }: { batchRows?: number } = {},
): Promise<{ showings: number; secrets: number }> {
  const nowMs = clock.now().getTime();
  const secrets = await forgetSecrets(
    database.db,
    new Date(nowMs - PASS_SHOWING_MS - 2 * PASS_CODE_GRACE_MS),
  );
  const endedBefore = new Date(nowMs - KEEP_SHOWINGS_MS);
  const batch = { endedAfter: new Date(nowMs - LOOK_BACK_MS), endedBefore, limit: batchRows };
  let showings = 0;
  for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
    const forgotten = await database.transaction(async (tx) => deleteShowings(tx, batch));
    showings += forgotten;
    if (forgotten < batchRows) break;
  }
  return { showings, secrets };
}
