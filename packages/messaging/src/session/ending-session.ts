import { countIn } from '../core/counters.ts';
import type { Counters } from '../core/counters.ts';
import { CONNECTION_LOST } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { Limits } from '../core/limits.ts';
import type { Timer, Timers } from '../core/timer-wheel.ts';
import type { Transport } from './session-parts.ts';

interface EndingParts {
  readonly counters: Counters;
  readonly limits: Limits;
  readonly timers: Timers;
}

/**
 * How a session ends, whatever it speaks: by one side's word, or as its socket goes away. What was received before
 * that is still carried out, as far as it takes no longer than any answer of the application may.
 */
export abstract class EndingSession<Parts extends EndingParts> {
  readonly parts: Parts;
  /** The socket beneath. */
  readonly connection: Transport;
  #lingerTimer: Timer | undefined;
  /** The socket is: nothing can be sent, though what was received may still be being carried out. */
  #isGone = false;
  #closedBy: DisconnectReason | undefined;

  constructor(parts: Parts, connection: Transport) {
    this.parts = parts;
    this.connection = connection;
  }

  get isClosed(): boolean {
    return this.#closedBy !== undefined;
  }

  /** Nothing can be sent any more, though what was received may still be being carried out. */
  get isOver(): boolean {
    return this.#isGone || this.isClosed;
  }

  /** Something that the client asked for is being carried out. */
  get isBusy(): boolean {
    return !this.isClosed && this.hasWork;
  }

  /** Ends the session without a word of its own; what was sent before still goes out. */
  close(reason: DisconnectReason): void {
    if (this.isClosed) return;
    if (this.#isGone) {
      this.#release(CONNECTION_LOST);
      return;
    }
    countIn(this.parts.counters.disconnects, reason.reason);
    this.#release(reason);
    this.connection.close(reason);
  }

  /** Tells the session that its socket is gone. */
  end(): void {
    if (this.isOver) return;
    this.#isGone = true;
    const { counters, timers, limits } = this.parts;
    countIn(counters.disconnects, CONNECTION_LOST.reason);
    if (!this.hasWork) {
      this.#release(CONNECTION_LOST);
      return;
    }
    this.mute?.();
    this.#lingerTimer = timers.schedule(limits.answerTimeLimitMs, () => this.#release(CONNECTION_LOST));
  }

  /** Called by the line: what a client that is gone had sent is done. */
  becameIdle(): void {
    if (this.#isGone) this.#release(CONNECTION_LOST);
  }

  /** Something is being carried out. */
  protected abstract get hasWork(): boolean;

  /** Stops what the session sends by itself: its client is gone, and what it had sent is still carried out. */
  protected mute?(): void;

  /** Gives back all that the session has; called once. */
  protected abstract release(reason: DisconnectReason): void;

  #release(reason: DisconnectReason): void {
    if (this.isClosed) return;
    this.#closedBy = reason;
    this.#lingerTimer?.cancel();
    this.release(reason);
  }
}
