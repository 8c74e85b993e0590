import { randomIds } from '../platform/ids.ts';
import { createLogger } from '../platform/logging.ts';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/database.ts';

export interface TestContext extends Context {
  /** Turns the clock on. */
  advance(ms: number): void;
}

/** What operations work with: a clock that stands still until it is turned, and no log. */
export function makeContext(database: Database, start = '2026-11-21T04:00:00.000Z'): TestContext {
  let nowMs = Date.parse(start);
  return {
    database,
    ids: randomIds,
    logger: createLogger({ level: 'silent' }),
    clock: { now: () => new Date(nowMs) },
    advance(ms) {
      nowMs += ms;
    },
  };
}
