import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { migrations } from '../migrations/index.ts';
import type { Database } from '../platform/database.ts';
import { openEmbedded } from '../platform/database/embedded/open-embedded.ts';
import { wasUndoneForAnother } from '../platform/database/explain-error.ts';
import { migrate } from '../platform/database/migrate.ts';
import { openPostgres } from '../platform/database/postgres/open-postgres.ts';
import { createLogger } from '../platform/logging.ts';
import { cacheFolder, migrationsFingerprint } from './cache-folder.ts';
import { startPostgres } from './postgres.ts';
import type { PostgresServer } from './postgres.ts';

/** For databases whose failure is the test's failure. */
const QUIET = {
  logger: createLogger({ level: 'silent' }),
  onFailure(error: Error): never {
    throw error;
  },
};
const PREPARE_LIMIT_MS = 120_000;

export type OpenTestDatabase = () => Promise<Database>;

/**
 * Both kinds of database, for suites that must hold on each:
 * `describe.each(testDatabases())('placing an order on %s', (_name, open) => …)`.
 * Every `open()` gives a fresh database with all migrations; what is opened is closed after the file's last test.
 */
export function testDatabases(): [name: 'PGlite' | 'PostgreSQL', open: OpenTestDatabase][] {
  const opened: Database[] = [];
  let server: PostgresServer | undefined;
  let dump = '';
  // What takes long is done here, so that a test's own time limit is about the test.
  beforeAll(async () => {
    [dump, server] = await Promise.all([preparedDump(), startMigratedPostgres()]);
  }, PREPARE_LIMIT_MS);
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await server?.stop();
  }, PREPARE_LIMIT_MS);

  function keep(database: Database): Database {
    opened.push(database);
    return database;
  }

  return [
    ['PGlite', async () => keep(await openDump(dump))],
    [
      'PostgreSQL',
      async () => {
        if (!server)
          throw new Error('databases can be opened once the tests run, not while they are collected');
        return keep(await openCopy(server));
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

/** A migrated PGlite in memory. All start from one dump, which the first run after a migration makes. */
function openDump(dump: string): Promise<Database> {
  return openEmbedded({ ...QUIET, dataFolder: undefined, startFrom: dump });
}

async function preparedDump(): Promise<string> {
  const dump = path.join(cacheFolder(), `pglite-${migrationsFingerprint()}.tar`);
  if (!fs.existsSync(dump)) await makeDump(dump);
  return dump;
}

async function makeDump(dump: string): Promise<void> {
  removeOlder('pglite-*.tar', dump);
  const draft = `${dump}.${randomUUID()}`;
  const database = await openEmbedded({ ...QUIET, dataFolder: undefined });
  await migrate(database, migrations);
  await database.dump(draft);
  await database.close();
  // Whole or not at all: other test files may be looking for it.
  fs.renameSync(draft, dump);
}

/**
 * A data folder with a migrated embedded database on disk: a copy of one that the first run after a migration
 * makes, because making one takes seconds. The caller removes it.
 */
export async function makeDataFolder(): Promise<string> {
  const prepared = path.join(cacheFolder(), `data-${migrationsFingerprint()}`);
  if (!fs.existsSync(prepared)) await prepareDataFolder(prepared);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carillon-data-'));
  fs.cpSync(prepared, folder, { recursive: true });
  return folder;
}

async function prepareDataFolder(prepared: string): Promise<void> {
  removeOlder('data-*', prepared);
  const draft = `${prepared}.${randomUUID()}`;
  const database = await openEmbedded({ ...QUIET, dataFolder: draft });
  await migrate(database, migrations);
  await database.close();
  // Whole or not at all: other test files may be looking for it, or may have been quicker.
  if (fs.existsSync(prepared)) fs.rmSync(draft, { recursive: true });
  else fs.renameSync(draft, prepared);
}

function removeOlder(pattern: string, keep: string): void {
  const folder = path.dirname(keep);
  for (const old of fs.globSync(pattern, { cwd: folder })) {
    // A draft is somebody else's work, going on right now.
    if (!/\.[\da-f-]{36}$/.test(old)) fs.rmSync(path.join(folder, old), { recursive: true, force: true });
  }
}

const TEMPLATE = 'migrated';

async function startMigratedPostgres(): Promise<PostgresServer> {
  const server = await startPostgres();
  await server.execute('postgres', `create database ${TEMPLATE}`);
  const database = openPostgres({ url: server.url(TEMPLATE) });
  await migrate(database, migrations);
  await database.close();
  return server;
}

async function openCopy(server: PostgresServer): Promise<Database> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await server.execute('postgres', `create database ${name} template ${TEMPLATE}`);
  return openPostgres({ url: server.url(name) });
}
