import { sql } from 'kysely';
import type { Tx } from '../database.ts';

/** NOTIFY channel that tells of new entries; payload `<epoch ms of the append> <destination>`. */
export const JOURNAL_CHANNEL = 'carillon_journal';

export interface NewEntry {
  readonly destination: string;
  /** Any JSON value. */
  readonly payload: unknown;
}

/**
 * Appends one event to one destination's journal, as `appendToJournals` does.
 * @param payload any JSON value.
 * @returns the entry's number: 1, 2, 3 … per destination.
 */
export async function appendToJournal(tx: Tx, destination: string, payload: unknown): Promise<number> {
  const [seq] = await appendToJournals(tx, [{ destination, payload }]);
  if (seq === undefined) throw new Error(`the journal of ${destination} gave no number`);
  return seq;
}

/**
 * Appends entries to journals, as part of the caller's transaction: the changes and the events that tell of them
 * commit together or not at all. Nodes are woken when they commit, once per destination.
 *
 * The numbers are taken under the destinations' row locks, which are held until the transaction ends. So numbers
 * have no holes and become visible in order; and so a transaction should append last, and everything at once: then
 * all lock in the order of the names, and none deadlock. One that appends more than once should always do so in the
 * same order, the narrow destination first.
 * @returns the entries' numbers, in the order given: 1, 2, 3 … per destination.
 */
export async function appendToJournals(tx: Tx, entries: readonly NewEntry[]): Promise<number[]> {
  const counts = new Map<string, number>();
  const nths = entries.map(({ destination }) => {
    const nth = (counts.get(destination) ?? 0) + 1;
    counts.set(destination, nth);
    return nth;
  });
  const { rows } = await sql<{ name: string; before: number }>`
    with wanted as (
      select * from unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::bigint[]) as wanted (name, entries)
    ), taken as (
      insert into journal_destination as d (name, newest_seq)
      select name, entries from wanted order by name
      on conflict (name) do update set newest_seq = d.newest_seq + excluded.newest_seq
      returning d.id, d.name, d.newest_seq
    ), place as (
      select id, name, newest_seq - entries as before from taken join wanted using (name)
    ), entry as (
      insert into journal_entry (destination_id, seq, payload, appended_at)
      select id, before + nth, payload, clock_timestamp()
      from unnest(${entries.map(({ destination }) => destination)}::text[], ${nths}::bigint[])
          with ordinality as entry (name, nth, position)
        join place using (name)
        join json_array_elements(${JSON.stringify(entries.map(({ payload }) => payload))}::json)
          with ordinality as said (payload, position) using (position)
    )
    select name, before, pg_notify(
      ${JOURNAL_CHANNEL},
      (extract(epoch from clock_timestamp()) * 1000)::bigint || ' ' || name
    ) from place`.execute(tx);
  const before = new Map(rows.map((row) => [row.name, row.before]));
  return entries.map(({ destination }, index) => (before.get(destination) ?? NaN) + (nths[index] ?? NaN));
}
