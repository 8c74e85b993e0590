import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { isFree } from './refund-store.ts';
import type { RefundTables } from './refund-store.ts';
import type { Refund } from './refund.ts';

const tables = tablesOf<RefundTables>;

/** Leases a refund if it is in this state and nobody has it on lease. Returns whether it was. */
export async function updateLease(
  executor: Executor,
  { id, state }: Pick<Refund, 'id' | 'state'>,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('refund')
    .set({ leased_until: until })
    .where('id', '=', id)
    .where('state', '=', state)
    .where(isFree(now))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends the lease that goes until then, if it was not taken by somebody else meanwhile. */
export async function endLease(executor: Executor, id: number, until: Date): Promise<void> {
  await tables(executor)
    .updateTable('refund')
    .set({ leased_until: null })
    .where('id', '=', id)
    .where('leased_until', '=', until)
    .execute();
}
