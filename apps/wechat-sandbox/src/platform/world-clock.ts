import type { Clock } from './clock.ts';

/**
 * Time inside this WeChat. It runs with the machine's, and may be set forward: trades expire, refunds settle,
 * bills become ready and notifications are repeated as if the time had passed. Signatures and time limits of
 * connections stay with the machine's clock, since the other end keeps that one.
 */
export interface WorldClock extends Clock {
  /** How far it is ahead of the machine's. */
  aheadMs(): number;
  /**
   * Moves time on. What comes due runs at its own moment, one after another, and `settled` is awaited after each,
   * so that what it set going may set the next in time.
   */
  advance(byMs: number, settled: () => Promise<void>): Promise<void>;
}

interface Timer {
  atMs: number;
  task: () => void;
  disarm: () => void;
}

export function createWorldClock(machine: Clock, aheadMs = 0): WorldClock {
  const timers = new Set<Timer>();
  let offsetMs = aheadMs;
  let advancing: Promise<void> = Promise.resolve();
  const now = () => machine.now() + offsetMs;
  const first = () => [...timers].sort((a, b) => a.atMs - b.atMs)[0];

  function arm(timer: Timer): void {
    timer.disarm = machine.after(Math.max(0, timer.atMs - now()), () => {
      // A wait longer than the machine's timers can count comes back early.
      if (timer.atMs > now()) arm(timer);
      else run(timer);
    });
  }

  function run(timer: Timer): void {
    timer.disarm();
    timers.delete(timer);
    timer.task();
  }

  async function advance(byMs: number, settled: () => Promise<void>): Promise<void> {
    const endMs = now() + byMs;
    for (let timer = first(); timer && timer.atMs <= endMs; timer = first()) {
      offsetMs += Math.max(0, timer.atMs - now());
      run(timer);
      await settled();
    }
    offsetMs += Math.max(0, endMs - now());
    for (const timer of timers) {
      timer.disarm();
      arm(timer);
    }
  }

  return {
    now,
    aheadMs: () => offsetMs,
    after(delayMs, task) {
      const timer: Timer = { atMs: now() + delayMs, task, disarm: () => undefined };
      timers.add(timer);
      arm(timer);
      return () => {
        timer.disarm();
        timers.delete(timer);
      };
    },
    advance(byMs, settled) {
      advancing = advancing.then(() => advance(byMs, settled));
      return advancing;
    },
  };
}
