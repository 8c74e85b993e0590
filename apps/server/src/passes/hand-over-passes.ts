import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassTables } from './pass-tables.ts';

/** Gives a buyer's passes to another. What their phones show by then is still good: a showing is of its pass. */
export async function handOverPasses(
  executor: Executor,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await tablesOf<PassTables>(executor)
    .updateTable('pass')
    .set({ buyer_id: to })
    .where('buyer_id', '=', from)
    .execute();
}
