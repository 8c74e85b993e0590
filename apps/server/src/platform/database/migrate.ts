import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import type { Database } from '../database.ts';
import { DatabaseError } from './database-errors.ts';

/**
 * Runs the migrations that have not run yet, all in one transaction, in the order of their names. Nodes that
 * start together wait for each other.
 * @returns the names of those that ran.
 * @throws DatabaseError `migration_failed`; the database is then as it was.
 */
export async function migrate(
  database: Database,
  migrations: Readonly<Record<string, Migration>>,
): Promise<string[]> {
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
    const reason = error instanceof Error ? error.message : JSON.stringify(error);
    throw new DatabaseError(
      'migration_failed',
      `migrating the database failed${failed === undefined ? '' : ` at ${failed}`}: ${reason}`,
      error,
    );
  }
  return (results ?? []).map(({ migrationName }) => migrationName);
}
