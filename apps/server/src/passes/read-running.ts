import { PASS_CODE_GRACE_MS, passDestination } from '@carillon/contract';
import type { PassResult } from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { newestSeqs } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { selectPassesOf } from './find-holders.ts';
import { findRunningResult } from './showing-store.ts';

/** What is on the screen of a buyer at a shop. */
export interface Running {
  /** What the code on the screen came to; undefined while nobody has scanned it, and when none is shown. */
  readonly result: PassResult | undefined;
  /** The numbers of the journals of all their passes there at that moment. */
  readonly seqs: ReadonlyMap<number, number>;
}

/**
 * Reads what a buyer's newest showing at a shop came to, while it runs, with the numbers that this is current with: what
 * was told of any of their passes before is no news to them.
 */
export async function readRunning(
  database: Database,
  { buyerId, shopId, now }: { buyerId: string; shopId: number; now: Date },
): Promise<Running> {
  const endsAfter = new Date(now.getTime() - PASS_CODE_GRACE_MS);
  return readSnapshot(database, async (tx) => {
    const result = await findRunningResult(tx, { buyerId, shopId, endsAfter });
    const passes = await selectPassesOf(tx, [buyerId]);
    const passIds = passes.filter((pass) => pass.shopId === shopId).map(({ passId }) => passId);
    const seqs = await newestSeqs(tx, passIds.map(passDestination));
    return {
      result: result ?? undefined,
      seqs: new Map(passIds.map((passId) => [passId, seqs.get(passDestination(passId)) ?? 0])),
    };
  });
}
