import type { HeartbeatPlan } from '@carillon/stomp';
import type { Clock } from './clock.ts';

/** A line is taken for dead after this many intervals of silence: networks and servers are late at times. */
const SILENT_INTERVALS = 2.5;

/** We send before the interval is over, since it has to be over there, not here. */
const SEND_AFTER_INTERVALS = 0.75;

export interface PulseOptions {
  readonly plan: HeartbeatPlan;
  readonly clock: Clock;
  /** Sends a heart-beat. */
  readonly beat: () => void;
  /** The line has been silent for too long. Comes once; the pulse has stopped. */
  readonly onSilent: () => void;
}

/** The heart-beats of one line, both ways (STOMP 1.2 "Heart-beating"). */
export interface Pulse {
  /** Something was received. */
  heard(): void;
  /** Something was sent. */
  said(): void;
  /** For how long nothing was received. */
  silentMs(): number;
  /** Asks for a sign of life within `limitMs` from now; else `onSilent`. */
  expectWithin(limitMs: number): void;
  stop(): void;
}

export function startPulse({ plan, clock, beat, onSilent }: PulseOptions): Pulse {
  const silentLimitMs = plan.expectEveryMs * SILENT_INTERVALS;
  const sendAfterMs = plan.sendEveryMs * SEND_AFTER_INTERVALS;
  let heardAt = clock.elapsed();
  let saidAt = heardAt;
  let hasGrace = true;
  let stopSending = (): void => undefined;
  let stopListening = (): void => undefined;
  let stopProbing = (): void => undefined;

  function sendIfDue(): void {
    if (clock.elapsed() - saidAt < sendAfterMs) return;
    beat();
    saidAt = clock.elapsed();
  }

  function scheduleSending(): void {
    stopSending = clock.after(Math.max(1, saidAt + sendAfterMs - clock.elapsed()), () => {
      sendIfDue();
      scheduleSending();
    });
  }

  function scheduleListening(delayMs: number): void {
    const dueAt = clock.elapsed() + delayMs;
    stopListening = clock.after(delayMs, () => {
      const now = clock.elapsed();
      const restMs = heardAt + silentLimitMs - now;
      if (restMs > 0) {
        scheduleListening(restMs);
        return;
      }
      // A timer this late means that the page slept. What came meanwhile may only now be handed to us.
      if (hasGrace && now - dueAt > plan.expectEveryMs) {
        hasGrace = false;
        scheduleListening(plan.expectEveryMs);
        return;
      }
      fallSilent();
    });
  }

  function fallSilent(): void {
    stop();
    onSilent();
  }

  function stop(): void {
    stopSending();
    stopListening();
    stopProbing();
  }

  if (plan.sendEveryMs > 0) scheduleSending();
  if (plan.expectEveryMs > 0) scheduleListening(silentLimitMs);

  return {
    heard() {
      heardAt = clock.elapsed();
      hasGrace = true;
      stopProbing();
      // Browsers let timers of hidden pages fire once a minute, but not what a socket receives: the
      // server's heart-beats keep ours going.
      if (plan.sendEveryMs > 0) sendIfDue();
    },
    said() {
      saidAt = clock.elapsed();
    },
    silentMs: () => clock.elapsed() - heardAt,
    expectWithin(limitMs) {
      stopProbing();
      stopProbing = clock.after(limitMs, fallSilent);
    },
    stop,
  };
}
