import type { TestProject } from 'vitest/node';
import { migrations } from '../migrations/index.ts';
import { migrate } from '../platform/database/migrate.ts';
import { openPostgres } from '../platform/database/postgres/open-postgres.ts';
import { startPostgres } from './postgres.ts';
import { preparedDump } from './prepared-embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Tar of a migrated PGlite. */
    embeddedDump: string;
    /** Folder with the socket of the PostgreSQL server of all test files. */
    postgresFolder: string;
  }
}

/** The database of that server which all others are copies of. */
export const MIGRATED = 'migrated';

/**
 * Prepares, once for all test files, what they copy their databases from.
 * @returns what ends the server after the last of them
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [dump, server] = await Promise.all([preparedDump(), startPostgres()]);
  await server.execute('postgres', `create database ${MIGRATED}`);
  const database = openPostgres({ url: server.url(MIGRATED) });
  await migrate(database, migrations);
  await database.close();
  project.provide('embeddedDump', dump);
  project.provide('postgresFolder', server.folder);
  return () => server.stop();
}
