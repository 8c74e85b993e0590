import type { Kysely } from 'kysely';
import type { Executor } from './database.ts';

/** Shows an executor as one that knows the tables of one domain, and no others. */
export function tablesOf<Tables>(executor: Executor): Kysely<Tables> {
  return executor as Kysely<Tables>;
}
