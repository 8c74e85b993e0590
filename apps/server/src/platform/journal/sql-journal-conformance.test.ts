import { journalSuite } from '@carillon/conformance';
import type { Journal } from '@carillon/messaging';
import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import type { Database } from '../database.ts';
import { appendToJournal } from './append-journal.ts';
import { createSqlJournal } from './sql-journal.ts';

const WAIT = { timeout: 10_000 };
vi.setConfig({ testTimeout: 20_000 });

for (const [name, open] of testDatabases()) {
  // The suite takes a new destination for each test, so they can share a database.
  let shared: Promise<{ database: Database; journal: Journal }> | undefined;
  journalSuite(`SQL on ${name}`, async () => {
    const { database, journal } = await (shared ??= open().then(startJournal));
    return {
      journal,
      append: (destination, payload) => append(database, destination, payload),
      async trim(destination, upTo) {
        await sql`
          delete from journal_entry using journal_destination d
          where destination_id = d.id and d.name = ${destination} and seq <= ${upTo}`.execute(database.db);
      },
      close: () => undefined,
    };
  });
}

/** A wake-up may be missed while listening begins; the suite counts on those that come once it has begun. */
async function startJournal(database: Database): Promise<{ database: Database; journal: Journal }> {
  const journal = createSqlJournal(database);
  const heard = vi.fn<(destination: string) => void>();
  journal.onAppend(heard);
  await vi.waitFor(async () => {
    await append(database, '/topic/orders/0', {});
    expect(heard).toHaveBeenCalled();
  }, WAIT);
  return { database, journal };
}

function append(database: Database, destination: string, payload: unknown): Promise<number> {
  return database.transaction((tx) => appendToJournal(tx, destination, payload));
}
