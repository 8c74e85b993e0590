import { sql } from 'kysely';
import type { Tx } from '../database.ts';

/**
 * Looks which of these journals another transaction is writing to, without waiting for it. The others are held by the
 * caller's transaction from now on, which then waits for nobody.
 */
export async function findHeldJournals(
  tx: Tx,
  destinations: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    with free as materialized (
      select name from journal_destination where name = any(${destinations}::text[])
      for no key update skip locked
    )
    select name from journal_destination
    where name = any(${destinations}::text[]) and name not in (select name from free)`.execute(tx);
  return new Set(rows.map(({ name }) => name));
}
