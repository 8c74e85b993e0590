import type { Separator } from './ant-pattern.ts';
import type { Counters } from './counters.ts';
import type { EngineEvents } from './events.ts';
import type { Limits } from './limits.ts';
import type { Logger } from './logger.ts';
import type { Timers } from './timer-wheel.ts';

/** What every part of one engine shares. */
export interface EngineParts {
  /** What stands between the segments of destinations. */
  readonly separator: Separator;
  readonly limits: Limits;
  readonly timers: Timers;
  readonly counters: Counters;
  readonly logger: Logger;
  readonly events: EngineEvents;
}
