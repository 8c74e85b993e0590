import type { HeartbeatPlan } from '@carillon/stomp';
import type { Timer, Timers } from '../core/timer-wheel.ts';

/** The broker is given this many times its own interval, as clients are. */
const GRACE_RATIO = 2;

/** A connection to the broker, as far as its heart-beats are concerned. */
export interface BeatingLink {
  /** When something was last written, and last read, in the time of the wheel. */
  readonly lastSentMs: number;
  readonly lastHeardMs: number;
  beat(): void;
  silent(): void;
}

/** Keeps the heart-beats of one connection to the broker, both ways (STOMP 1.2, "Heart-beating"). */
export class LinkHeartbeats {
  readonly #link: BeatingLink;
  readonly #plan: HeartbeatPlan;
  readonly #timers: Timers;
  #sending: Timer | undefined;
  #expecting: Timer | undefined;

  constructor(link: BeatingLink, plan: HeartbeatPlan, timers: Timers) {
    this.#link = link;
    this.#plan = plan;
    this.#timers = timers;
    if (plan.sendEveryMs > 0) this.#watchOutgoing();
    if (plan.expectEveryMs > 0) this.#watchIncoming();
  }

  stop(): void {
    this.#sending?.cancel();
    this.#expecting?.cancel();
  }

  // A tick of the wheel may come late, and a promise is kept early: hence four fifths.
  readonly #watchOutgoing = (): void => {
    const intervalMs = this.#plan.sendEveryMs * 0.8;
    let waitMs = this.#link.lastSentMs + intervalMs - this.#timers.nowMs;
    if (waitMs <= 0) {
      this.#link.beat();
      waitMs = intervalMs;
    }
    this.#sending = this.#timers.schedule(waitMs, this.#watchOutgoing);
  };

  readonly #watchIncoming = (): void => {
    const waitMs = this.#link.lastHeardMs + this.#plan.expectEveryMs * GRACE_RATIO - this.#timers.nowMs;
    if (waitMs <= 0) this.#link.silent();
    else this.#expecting = this.#timers.schedule(waitMs, this.#watchIncoming);
  };
}
