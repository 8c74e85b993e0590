import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logging.ts';

/** How long after a payment its ring gets louder, reaches every device, and managers are written to; milliseconds. */
export interface RingPace {
  readonly louder: number;
  readonly everywhere: number;
  readonly managers: number;
}

/** What nearly every operation works with. Made once per node; tests make their own. */
export interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Left out: the usual. */
  readonly ringPace?: RingPace | undefined;
}
