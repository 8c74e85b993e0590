import type { PassEntry } from '@carillon/contract';
import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';
import type { PassAccount } from './pass-tables.ts';

/** From which account to which the visits of an entry go; null: it moves none. */
const WAYS: Record<PassEntry['what'], { debit: PassAccount; credit: PassAccount } | null> = {
  bought: { debit: 'shop', credit: 'held' },
  issued: { debit: 'shop', credit: 'held' },
  visit: { debit: 'held', credit: 'used' },
  undone: { debit: 'used', credit: 'held' },
  refunded: { debit: 'held', credit: 'returned' },
  frozen: null,
  unfrozen: null,
  claimed: null,
};

export interface NewPassEntry {
  readonly passId: number;
  readonly what: PassEntry['what'];
  /** How many visits go from one account to the other: 0 exactly for what moves none. */
  readonly visits: number;
  readonly at: Date;
  /** A staff name, `buyer` or `wechat`. */
  readonly by: string;
  readonly note?: string | undefined;
  /** Of `visit` and `undone`: which. */
  readonly visitId?: number | undefined;
}

/**
 * Books a line in the ledger of a pass and changes what is left of it accordingly, in one statement: nothing else
 * ever changes what is left. The caller holds the pass’s lock and has seen that so many are left; the database refuses
 * to take more, and to book a visit or its undoing twice.
 * @returns what is left after it
 */
export async function postEntry(tx: Tx, entry: NewPassEntry): Promise<number> {
  const { passId, what, visits, at, by, note = '', visitId = null } = entry;
  const { debit, credit } = WAYS[what] ?? { debit: null, credit: null };
  const added = credit === 'held' ? visits : debit === 'held' ? -visits : 0;
  const { rows } = await sql<{ left: number }>`
    with moved as (
      update pass set left_visits = left_visits + ${added}::integer where id = ${passId} returning left_visits
    )
    insert into pass_entry (pass_id, what, debit, credit, visits, left_after, visit_id, at, by_name, note)
    select ${passId}::bigint, ${what}::text, ${debit}::text, ${credit}::text, ${visits}::integer, left_visits,
      ${visitId}::bigint, ${at}::timestamptz, ${by}::text, ${note}::text
    from moved
    returning left_after as "left"`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no pass ${passId} to book on`);
  return row.left;
}
