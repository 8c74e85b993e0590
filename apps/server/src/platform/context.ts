import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logging.ts';

/**
 * When rings get more insistent, in milliseconds: how long after a payment its ring gets louder, reaches every device,
 * and managers are written to.
 */
export interface RingPace {
  readonly louder: number;
  readonly everywhere: number;
  readonly managers: number;
  /** How long an open shop may be without a device that can ring before its people are told. */
  readonly deaf: number;
}

/** What nearly every operation works with. Made once per node; tests make their own. */
export interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Left out: the usual. */
  readonly ringPace?: RingPace | undefined;
  /** Of the mini program whose buyers are told of their orders through WeChat; left out where there is none. */
  readonly mini?: { readonly appid: string; readonly publicUrl: () => string } | undefined;
}
