import type { HeartbeatPlan } from '@carillon/stomp';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import { HEARTBEAT_FRAME } from '../core/wire-frame.ts';
import type { Transport } from './session-parts.ts';

/** A client is given this many times its own interval: networks and sleeping phones are late. */
const GRACE_RATIO = 2;

export interface HeartbeatOptions {
  plan: HeartbeatPlan;
  timers: Timers;
  transport: Transport;
  /** When the client was last heard, in the time of the wheel; now, while its reading is paused. */
  lastHeardMs: () => number;
  onSilence: () => void;
}

/** Keeps one session's heart-beats, both ways (STOMP 1.2, "Heart-beating"). */
export class Heartbeats {
  readonly #options: HeartbeatOptions;
  #sending: Timer | undefined;
  #expecting: Timer | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    const { sendEveryMs, expectEveryMs } = options.plan;
    if (sendEveryMs > 0) this.#watchOutgoing();
    if (expectEveryMs > 0) this.#watchIncoming();
  }

  stop(): void {
    this.#sending?.cancel();
    this.#expecting?.cancel();
  }

  // A tick of the wheel may come late, and a promise to the client is kept early: hence nine tenths.
  readonly #watchOutgoing = (): void => {
    const { timers, transport, plan } = this.#options;
    const intervalMs = plan.sendEveryMs * 0.9;
    let waitMs = transport.lastSentMs + intervalMs - timers.nowMs;
    if (waitMs <= 0) {
      transport.send(HEARTBEAT_FRAME);
      waitMs = intervalMs;
    }
    this.#sending = timers.schedule(waitMs, this.#watchOutgoing);
  };

  readonly #watchIncoming = (): void => {
    const { timers, plan, lastHeardMs, onSilence } = this.#options;
    const waitMs = lastHeardMs() + plan.expectEveryMs * GRACE_RATIO - timers.nowMs;
    if (waitMs <= 0) onSilence();
    else this.#expecting = timers.schedule(waitMs, this.#watchIncoming);
  };
}
