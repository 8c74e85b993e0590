import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { TradeState } from './trade.ts';

interface CodeLeaseTables {
  trade: { id: number; state: TradeState; code_leased_until: Date | null };
}

const tables = tablesOf<CodeLeaseTables>;

/** Leases a trade that WeChat has given no code for, unless somebody has it on lease. Returns whether it did. */
export async function updateCodeLease(
  executor: Executor,
  id: number,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('trade')
    .set({ code_leased_until: until })
    .where('id', '=', id)
    .where('state', '=', 'opening')
    .where((where) =>
      where.or([where('code_leased_until', 'is', null), where('code_leased_until', '<=', now)]),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends the lease that goes until then, if it was not taken by somebody else meanwhile. */
export async function endCodeLease(executor: Executor, id: number, until: Date): Promise<void> {
  await tables(executor)
    .updateTable('trade')
    .set({ code_leased_until: null })
    .where('id', '=', id)
    .where('code_leased_until', '=', until)
    .execute();
}
