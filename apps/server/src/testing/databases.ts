import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, inject } from 'vitest';
import type { Database } from '../platform/database.ts';
import { openEmbedded } from '../platform/database/embedded/open-embedded.ts';
import { wasUndoneForAnother } from '../platform/database/explain-error.ts';
import { openPostgres } from '../platform/database/postgres/open-postgres.ts';
import { postgresIn } from './postgres.ts';
import { QUIET } from './prepared-embedded.ts';
import { MIGRATED } from './prepare-databases.ts';

const CLOSE_LIMIT_MS = 120_000;

export type OpenTestDatabase = () => Promise<Database>;

/**
 * Both kinds of database, for suites that must hold on each:
 * `describe.each(testDatabases())('placing an order on %s', (_name, open) => …)`.
 * Every `open()` gives a fresh database with all migrations, a copy of what was prepared before the first file; what
 * is opened is closed after the file's last test.
 */
export function testDatabases(): [name: 'PGlite' | 'PostgreSQL', open: OpenTestDatabase][] {
  const closings: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(closings.map((close) => close()));
  }, CLOSE_LIMIT_MS);

  return [
    [
      'PGlite',
      async () => {
        const startFrom = inject('embeddedDump');
        const database = await openEmbedded({ ...QUIET, dataFolder: undefined, startFrom });
        closings.push(() => database.close());
        return database;
      },
    ],
    [
      'PostgreSQL',
      async () => {
        const server = postgresIn(inject('postgresFolder'));
        const name = `test_${randomUUID().replaceAll('-', '')}`;
        await server.execute('postgres', `create database ${name} template ${MIGRATED}`);
        const database = openPostgres({ url: server.url(name) });
        closings.push(async () => {
          await database.close();
          await server.execute('postgres', `drop database ${name} with (force)`);
        });
        return database;
      },
    ],
  ];
}

/** How often emptying gives way to what a test left behind that still holds a table. */
const MAX_EMPTYINGS = 5;

/** Empties every table, for tests that share an open database. */
export async function emptyTables(database: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%'`.execute(database.db);
  if (rows.length === 0) return;
  const truncate = sql.raw(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity cascade`);
  for (let emptyings = 1; ; emptyings += 1) {
    try {
      await truncate.execute(database.db);
      return;
    } catch (error) {
      if (!wasUndoneForAnother(error) || emptyings === MAX_EMPTYINGS) throw error;
    }
  }
}
