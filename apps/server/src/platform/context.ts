import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logging.ts';

/** What nearly every operation works with. Made once per node; tests make their own. */
export interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
