import { sql } from 'kysely';
import type { Tx } from '../database.ts';

/** NOTIFY channel that tells of new entries; payload `<epoch ms of the append> <destination>`. */
export const JOURNAL_CHANNEL = 'carillon_journal';

/**
 * Appends an event to a destination's journal, as part of the caller's transaction: the change and the event
 * that tells of it commit together or not at all. Nodes are woken when it commits.
 *
 * The number is taken under the destination's row lock, which is held until the transaction ends. So numbers
 * have no holes and become visible in order; and so a transaction should append last, and one that appends to
 * several destinations should always do so in the same order (the narrow one first), or two of them deadlock.
 * @param payload any JSON value.
 * @returns the entry's number: 1, 2, 3 … per destination.
 */
export async function appendToJournal(tx: Tx, destination: string, payload: unknown): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    with taken as (
      insert into journal_destination as d (name, newest_seq) values (${destination}, 1)
      on conflict (name) do update set newest_seq = d.newest_seq + 1
      returning d.id, d.newest_seq
    ), entry as (
      insert into journal_entry (destination_id, seq, payload, appended_at)
      select id, newest_seq, ${JSON.stringify(payload)}::json, clock_timestamp() from taken
      returning seq, appended_at
    )
    select seq, pg_notify(
      ${JOURNAL_CHANNEL},
      (extract(epoch from appended_at) * 1000)::bigint || ' ' || ${destination}::text
    ) from entry`.execute(tx);
  const [entry] = rows;
  if (entry === undefined) throw new Error(`the journal of ${destination} gave no number`);
  return entry.seq;
}
