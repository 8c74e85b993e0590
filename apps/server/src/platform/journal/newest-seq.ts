import { sql } from 'kysely';
import type { Executor } from '../database.ts';

/** The number of a destination's newest event, 0 when it never had one. */
export async function newestSeq(executor: Executor, destination: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select newest_seq as seq from journal_destination where name = ${destination}`.execute(executor);
  return rows[0]?.seq ?? 0;
}

/** The numbers of the newest events of destinations; those that never had one are left out. */
export async function newestSeqs(
  executor: Executor,
  destinations: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; seq: number }>`
    select name, newest_seq as seq from journal_destination where name = any(${destinations}::text[])`.execute(
    executor,
  );
  return new Map(rows.map(({ name, seq }) => [name, seq]));
}
