import type { HeaderMap, Frame } from '@carillon/stomp';
import type { ClientError } from './client-error.ts';
import { readSeq, toClientMessage } from './client-message.ts';
import type { ClientMessage } from './client-message.ts';

/** What the server says of a journaled subscription when it takes it on. */
export interface Recovery {
  /** False when messages after the last seen one are no longer kept: load the state anew by other means. */
  readonly recovered: boolean;
  /** The newest number in the journal at that moment; 0 when the destination has no journal (any more). */
  readonly seq: number;
  /** How many came while nobody listened, those told of before not counted. They follow, if `recovered`. */
  readonly missed: number;
}

export interface SubscribeOptions {
  /** The journal number up to which the caller is current: what came after it is given again. */
  readonly after?: number | undefined;
  /** Gets every message once and in order. What it throws is reported as uncaught; the next message comes. */
  onMessage(message: ClientMessage): void;
  /**
   * Called when the server takes the subscription on, each time the line comes back; of a destination without a
   * journal only when `after` was asked of it.
   */
  onRecovery?(recovery: Recovery): void;
  /** The server refused the destination for good. The subscription is over; the line comes back without it. */
  onRefused?(error: ClientError): void;
}

/** What `subscribe` gives. */
export interface Subscription {
  readonly destination: string;
  /** The number of the last message handed out; undefined before the journal's state is known. */
  readonly lastSeq: number | undefined;
  unsubscribe(): void;
}

/** After so many resumptions that bring the same gap again, the messages in it are given up. */
const MAX_FRUITLESS_RESUMPTIONS = 3;

/**
 * Where one subscription stands in its journal: drops what it has seen, notices what it has not.
 * It knows no line; `SubscriptionBook` puts it on one.
 */
export class JournalCursor {
  lastSeq: number | undefined;
  /** The journal's own id, if it may begin anew: `lastSeq` is a number of that one and no other. */
  epoch: string | undefined;
  /** The number at which catching up ends; undefined while live. */
  #replayEnd: number | undefined;
  #gapAfter: number | undefined;
  #fruitlessResumptions = 0;
  readonly #options: SubscribeOptions;

  constructor(options: SubscribeOptions) {
    this.#options = options;
    this.lastSeq = options.after;
  }

  /** How many messages are still to come before this subscription is up to date. */
  get remaining(): number {
    if (this.#replayEnd === undefined || this.lastSeq === undefined) return 0;
    return Math.max(0, this.#replayEnd - this.lastSeq);
  }

  /** Takes the headers of the RECEIPT that answers a SUBSCRIBE. */
  acknowledge(headers: HeaderMap): void {
    const newestSeq = readSeq(headers.seq);
    if (newestSeq === undefined) {
      if (headers.recovered === 'false') this.#goUnnumbered();
      return;
    }
    this.epoch = headers.epoch;
    const recovered = headers.recovered !== 'false';
    const last = this.lastSeq ?? newestSeq;
    // What an earlier line had announced and not delivered is not told of twice.
    const announced = recovered ? (this.#replayEnd ?? last) : last;
    const missed = Math.max(0, newestSeq - announced);
    if (recovered && newestSeq > last) this.#replayEnd = newestSeq;
    else this.#goLive(newestSeq);
    this.#options.onRecovery?.({ recovered, seq: newestSeq, missed });
  }

  /** Takes a MESSAGE. @returns `gap` when it must be asked for again, from `lastSeq` on. */
  accept(frame: Frame): 'taken' | 'gap' {
    const seq = readSeq(frame.headers.seq);
    if (seq !== undefined && this.lastSeq !== undefined) {
      if (seq <= this.lastSeq) return 'taken';
      if (seq > this.lastSeq + 1 && !this.#givesUpGap(seq)) return 'gap';
    }
    const replayed = seq !== undefined && this.#replayEnd !== undefined && seq <= this.#replayEnd;
    if (seq !== undefined) {
      this.lastSeq = seq;
      if (seq >= (this.#replayEnd ?? seq)) this.#replayEnd = undefined;
    }
    this.#options.onMessage(toClientMessage(frame, seq, replayed));
    return 'taken';
  }

  /** What came after `lastSeq` is nowhere kept; from now on it is a destination like any other. */
  #goUnnumbered(): void {
    this.lastSeq = undefined;
    this.epoch = undefined;
    this.#replayEnd = undefined;
    this.#options.onRecovery?.({ recovered: false, seq: 0, missed: 0 });
  }

  #goLive(newestSeq: number): void {
    this.lastSeq = newestSeq;
    this.#replayEnd = undefined;
  }

  /** True when asking again has not helped; the caller of `subscribe` is told. */
  #givesUpGap(seq: number): boolean {
    const before = this.lastSeq ?? 0;
    this.#fruitlessResumptions = this.#gapAfter === before ? this.#fruitlessResumptions + 1 : 0;
    this.#gapAfter = before;
    if (this.#fruitlessResumptions < MAX_FRUITLESS_RESUMPTIONS) return false;
    this.#goLive(seq - 1);
    this.#options.onRecovery?.({ recovered: false, seq, missed: seq - 1 - before });
    return true;
  }
}
