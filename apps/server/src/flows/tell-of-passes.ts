import type { Pass, PassResult } from '@carillon/contract';
import { nameShops } from '../catalog/index.ts';
import { describePass, tellOfPasses as tell } from '../passes/index.ts';
import type { PassRecord } from '../passes/index.ts';
import type { Tx } from '../platform/database.ts';

/** What became of a pass; of a scan, `result` says what. */
interface PassChange {
  readonly pass: PassRecord;
  readonly result?: PassResult;
}

/**
 * Tells the holders of passes, and their shops, what became of each, as they stand now: the last work of a transaction
 * but for its shops’ journals.
 * @returns the passes as they were told, with the number of each in its journal, in the order given
 */
export async function tellOfPasses(
  tx: Tx,
  changes: readonly PassChange[],
  at: Date,
): Promise<{ pass: Pass; seq: number }[]> {
  const names = await nameShops(tx, [...new Set(changes.map(({ pass }) => pass.shopId))]);
  const news = changes.map(({ pass, result }) => ({
    pass: describePass(pass, { shopName: names.get(pass.shopId) ?? '', now: at }),
    result,
  }));
  const seqs = await tell(tx, news, at);
  return news.map(({ pass }, index) => ({ pass, seq: seqs[index] ?? 0 }));
}
