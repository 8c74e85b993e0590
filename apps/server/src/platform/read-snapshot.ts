import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

/**
 * Reads several things as they were at one moment: all statements of `work` see the same commits. It cannot
 * write.
 */
export async function readSnapshot<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(tx);
    return work(tx);
  });
}
