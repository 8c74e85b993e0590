import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassTables } from './pass-tables.ts';

/** Who holds a pass, and where it is good. */
export interface PassParties {
  readonly passId: number;
  readonly shopId: number;
  /** null: nobody has taken it yet. */
  readonly buyerId: string | null;
}

const tables = tablesOf<PassTables>;
/** Buyers in one question. */
const MAX_BUYERS = 500;

export async function findPassParties(executor: Executor, passId: number): Promise<PassParties | undefined> {
  return parties(executor).where('id', '=', passId).executeTakeFirst();
}

/** All passes of some buyers. */
export async function selectPassesOf(
  executor: Executor,
  buyerIds: readonly string[],
): Promise<PassParties[]> {
  const found: PassParties[] = [];
  for (let first = 0; first < buyerIds.length; first += MAX_BUYERS) {
    const some = buyerIds.slice(first, first + MAX_BUYERS);
    found.push(...(await parties(executor).where('buyer_id', 'in', some).execute()));
  }
  return found;
}

function parties(executor: Executor) {
  return tables(executor)
    .selectFrom('pass')
    .select(['id as passId', 'shop_id as shopId', 'buyer_id as buyerId']);
}
