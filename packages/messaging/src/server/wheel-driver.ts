import type { Clock } from '../core/clock.ts';
import type { TimerWheel } from '../core/timer-wheel.ts';

/**
 * How far one tick may turn the wheel. After the process stood still (a long computation, a suspended
 * machine) the sockets' bytes are read before the timers that wait for them run out.
 */
const MAX_STEP_MS = 500;

/** Turns the wheel by the clock, with the one real timer of the engine; answers a function that stops it. */
export function driveWheel(wheel: TimerWheel, clock: Clock): () => void {
  const interval = setInterval(() => {
    wheel.advance(Math.min(clock.now(), wheel.nowMs + MAX_STEP_MS));
  }, wheel.tickMs);
  // A server keeps a process alive; waiting for a timeout does not.
  interval.unref();
  return () => clearInterval(interval);
}
