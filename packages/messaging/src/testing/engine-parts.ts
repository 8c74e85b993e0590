import { systemClock } from '../core/clock.ts';
import { createCounters } from '../core/counters.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { EngineEvents } from '../core/events.ts';
import { withDefaults } from '../core/limits.ts';
import { silentLogger } from '../core/logger.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import { driveWheel } from '../server/wheel-driver.ts';

/** What every part of an engine is given, without the engine; its wheel turns until `stop`. */
export function createEngineParts(): { parts: EngineParts; stop: () => void } {
  const timers = new TimerWheel(systemClock.now());
  const stop = driveWheel(timers, systemClock);
  const parts: EngineParts = {
    limits: withDefaults(),
    timers,
    counters: createCounters(),
    logger: silentLogger,
    events: new EngineEvents(silentLogger),
    separator: '/',
  };
  return { parts, stop };
}
