import { sql } from 'kysely';
import type { Database } from '../platform/database.ts';
import type { Finding } from './finding.ts';

/**
 * Counts the nodes that run on the database now, each of which listens to it on one connection of its own: several
 * need a Redis to know of each other's staff.
 */
export async function checkNodes({ db, kind }: Database, hasRedis: boolean): Promise<Finding> {
  const name = 'nodes';
  if (kind === 'pglite') return { name, state: 'ok', detail: 'one, with the embedded database' };
  const { rows } = await sql<{ nodes: number }>`
    select count(*) as nodes from pg_stat_activity
    where datname = current_database() and application_name = 'carillon' and query ~* '^(un)?listen '`.execute(
    db,
  );
  const nodes = rows[0]?.nodes ?? 0;
  const detail = `${nodes} on this database now`;
  if (nodes < 2 || hasRedis) return { name, state: 'ok', detail };
  return {
    name,
    state: 'warn',
    detail: `${detail}, and no Redis between them`,
    advice:
      'Set REDIS_URL. Orders ring on every node, but test rings, who is online, and that a shop can be heard by ' +
      'nobody reach only the consoles on the node that knows of it.',
  };
}
