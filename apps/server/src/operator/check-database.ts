import { Migrator } from 'kysely/migration';
import { migrations } from '../migrations/index.ts';
import type { Database } from '../platform/database.ts';
import type { Finding } from './finding.ts';

/** Checks which migrations the database has. Runs none. */
export async function checkDatabase(database: Database): Promise<Finding> {
  const name = 'database';
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const known = await migrator.getMigrations();
  const missing = known.filter(({ executedAt }) => executedAt === undefined);
  const kind = database.kind === 'postgres' ? 'PostgreSQL' : 'the embedded database';
  if (missing.length === 0) return { name, state: 'ok', detail: `${kind}, ${known.length} migrations` };
  return {
    name,
    state: 'fail',
    detail: `${kind} lacks ${missing.map((migration) => migration.name).join(', ')}`,
    advice: 'Start the server: it migrates the database first.',
  };
}
