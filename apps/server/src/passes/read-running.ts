import { PASS_CODE_GRACE_MS, PASS_SHOWING_MS, passDestination } from '@carillon/contract';
import type { PassResult } from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { newestSeqs } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { selectRunningResults } from './showing-store.ts';

/** What is on the screen of a buyer at a shop. */
export interface Running {
  /** What the code on the screen came to; undefined while nobody has scanned it, and when none is shown. */
  readonly result: PassResult | undefined;
  /** The numbers of the journals, at that moment, of all passes that were on the screen a little while ago. */
  readonly seqs: ReadonlyMap<number, number>;
}

/**
 * Reads what a buyer's newest showing at a shop came to, while it runs, with the numbers that this is current with: of
 * every pass of which anything was told in the last `PASS_SHOWING_MS`.
 */
export async function readRunning(
  database: Database,
  { buyerId, shopId, now }: { buyerId: string; shopId: number; now: Date },
): Promise<Running> {
  const endsAfter = new Date(now.getTime() - PASS_SHOWING_MS - PASS_CODE_GRACE_MS);
  return readSnapshot(database, async (tx) => {
    const showings = await selectRunningResults(tx, { buyerId, shopId, endsAfter });
    const newest = showings[0];
    const runs = newest !== undefined && newest.endsAt.getTime() + PASS_CODE_GRACE_MS > now.getTime();
    const passIds = [...new Set(showings.map(({ passId }) => passId))];
    const seqs = await newestSeqs(tx, passIds.map(passDestination));
    return {
      result: (runs ? newest.result : undefined) ?? undefined,
      seqs: new Map(passIds.map((passId) => [passId, seqs.get(passDestination(passId)) ?? 0])),
    };
  });
}
