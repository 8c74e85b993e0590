import type { HeartbeatPlan } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import { HEARTBEAT_FRAME } from '../core/wire-frame.ts';
import type { Transport } from './session-parts.ts';

/** A client is given this many times its own interval: networks and sleeping phones are late. */
const GRACE_RATIO = 2;

/** A session, as far as its heart-beats are concerned. */
interface Beating {
  readonly connection: Transport;
  readonly parts: { readonly timers: Timers };
  /** When the client was last heard, in the time of the wheel; now, while its reading is paused. */
  readonly lastHeardMs: number;
  fail(error: MessagingError): void;
}

/**
 * Keeps one session's heart-beats, both ways (STOMP 1.2, "Heart-beating"). One timer serves both, and
 * nothing is allocated per beat but that: most sessions of a server do nothing else.
 */
export class Heartbeats {
  readonly #session: Beating;
  readonly #sendEveryMs: number;
  readonly #allowedSilenceMs: number;
  #timer: Timer | undefined;

  constructor(session: Beating, { sendEveryMs, expectEveryMs }: HeartbeatPlan) {
    this.#session = session;
    this.#sendEveryMs = ahead(sendEveryMs);
    this.#allowedSilenceMs = expectEveryMs * GRACE_RATIO;
    this.#beat();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  readonly #beat = (): void => {
    this.#timer = undefined;
    const { timers } = this.#session.parts;
    const waitMs = Math.min(this.#sendIfDue(timers.nowMs), this.#silenceLeftMs(timers.nowMs));
    if (waitMs <= 0) this.#session.fail(new MessagingError('heartbeat_timeout'));
    else if (waitMs !== Infinity) this.#timer = timers.schedule(waitMs, this.#beat);
  };

  /** Answers when the next is due. */
  #sendIfDue(nowMs: number): number {
    if (this.#sendEveryMs === 0) return Infinity;
    const { connection } = this.#session;
    const waitMs = connection.lastSentMs + this.#sendEveryMs - nowMs;
    if (waitMs > 0) return waitMs;
    connection.send(HEARTBEAT_FRAME);
    return this.#sendEveryMs;
  }

  #silenceLeftMs(nowMs: number): number {
    if (this.#allowedSilenceMs === 0) return Infinity;
    return this.#session.lastHeardMs + this.#allowedSilenceMs - nowMs;
  }
}

/**
 * A promise to the client is kept early, as a tick of the wheel may come late: by a tenth of the interval and at
 * least by 200 ms, where the interval has them.
 */
function ahead(intervalMs: number): number {
  return Math.max(intervalMs - Math.max(intervalMs / 10, 200), intervalMs / 4);
}
