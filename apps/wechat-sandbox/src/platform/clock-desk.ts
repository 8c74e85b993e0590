import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Ledger } from './ledger.ts';
import { createWorldClock } from './world-clock.ts';
import type { WorldClock } from './world-clock.ts';

/** Time in this WeChat, and how fast its own waits go by. */
export interface ClockDesk {
  clock: WorldClock;
  /** Sets the clock forward for good: a restart finds it there. What comes due on the way is done first. */
  advance(byMs: number): Promise<void>;
  /** 1 waits as long as WeChat does, 60 a minute for each of its hours. Until the next start. */
  timeScale: () => number;
  setTimeScale(timeScale: number): void;
  onChange(listener: () => void): () => void;
}

const row = z.object({ aheadMs: z.number() });

export function openClockDesk({
  ledger,
  machineClock,
  timeScale: firstTimeScale,
  settled,
}: {
  ledger: Ledger;
  machineClock: Clock;
  timeScale: number;
  /** Resolves once nothing is under way that a task of the clock set going. */
  settled: () => Promise<void>;
}): ClockDesk {
  const table = ledger.table('clock', row, 1);
  const clock = createWorldClock(machineClock, table.get('clock')?.aheadMs);
  const listeners = new Set<() => void>();
  let timeScale = firstTimeScale;
  return {
    clock,
    async advance(byMs) {
      await clock.advance(byMs, settled);
      table.put('clock', { aheadMs: clock.aheadMs() });
      for (const listener of listeners) listener();
    },
    timeScale: () => timeScale,
    setTimeScale: (chosen) => void (timeScale = chosen),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
