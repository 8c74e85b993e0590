import type { HeaderMap } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import type { Counters } from '../core/counters.ts';
import type { Limits } from '../core/limits.ts';
import type { Logger } from '../core/logger.ts';
import type { Timers } from '../core/timer-wheel.ts';
import { frameBytes } from './frame-bytes.ts';
import type { Transport } from './session-parts.ts';
import { TokenBucket } from './token-bucket.ts';

/** From so many waiting frames on, or frames of so many bytes, nothing more is read until they are handled. */
const PAUSE_AT_PENDING_FRAMES = 32;
const PAUSE_AT_PENDING_BYTES = 64 * 1024;
/** What a client may say at once, of what may wait for one who hears it. */
const SAID_AT_ONCE_RATIO = 0.5;
const BREATH_MS = 100;

/** What is carried out in its turn: a frame, or a text. */
interface Said {
  readonly headers?: HeaderMap;
  readonly body: Uint8Array;
}

/** A frame that waits, and what it takes meanwhile. */
interface Waiting<Frame> {
  readonly frame: Frame;
  readonly byteLength: number;
}

/** A session, as far as the order of its frames is concerned. */
interface FramePerformer<Frame extends Said> {
  readonly connection: Transport;
  readonly parts: {
    readonly limits: Limits;
    readonly timers: Timers;
    readonly counters: Counters;
    readonly logger: Logger;
  };
  readonly isClosed: boolean;
  /** Carries a frame out; answers a promise when that takes longer than this turn. Throws or rejects with the refusal. */
  perform(frame: Frame): void | Promise<void>;
  /** Reading may go on after a pause: first of what came, then of the socket. */
  resume(): void;
  /** Nothing is being carried out any more, and nothing waits. */
  becameIdle(): void;
  fail(error: unknown, cause: Frame): void;
}

/**
 * Has the frames of one session carried out one after the other, in the order in which they came, however
 * long one of them takes. Those behind it wait here; when many do, nothing is read any more. Who says
 * much at once waits in between, so that those who hear it can read.
 */
export class FrameLine<Frame extends Said> {
  readonly #session: FramePerformer<Frame>;
  /** Made when a frame must wait; most sessions never need it. */
  #waiting: Waiting<Frame>[] | undefined;
  #waitingBytes = 0;
  #isBusy = false;
  /** Of those who say something. */
  #saidBytes: TokenBucket | undefined;
  #isPaused = false;

  constructor(session: FramePerformer<Frame>) {
    this.#session = session;
  }

  /** A frame is being carried out, and others may wait for it. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Nothing more is wanted, neither of what came nor of the socket. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Throws what carrying it out at once threw, or MessagingError `too_many_pending`. */
  take(frame: Frame): void {
    if (this.#isBusy) this.#postpone(frame);
    else this.#perform(frame);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#session.parts.counters.pendingFrames -= this.#waiting?.length ?? 0;
    this.#waiting = undefined;
    this.#waitingBytes = 0;
  }

  #postpone(frame: Frame): void {
    const { parts, connection } = this.#session;
    const { maxPendingFrames, maxPendingBytes } = parts.limits;
    const byteLength = frameBytes(frame);
    const waiting = (this.#waiting ??= []);
    waiting.push({ frame, byteLength });
    this.#waitingBytes += byteLength;
    parts.counters.pendingFrames += 1;
    if (waiting.length > maxPendingFrames || this.#waitingBytes > maxPendingBytes) {
      throw new MessagingError('too_many_pending');
    }
    if (this.#isPaused || !this.#isFull) return;
    this.#isPaused = true;
    connection.pause();
  }

  get #isFull(): boolean {
    return (
      this.#waitingBytes >= PAUSE_AT_PENDING_BYTES || (this.#waiting?.length ?? 0) >= PAUSE_AT_PENDING_FRAMES
    );
  }

  #perform(frame: Frame): void {
    const performed = this.#session.perform(frame);
    const done = performed ?? this.#breathe(frame);
    if (!done) return;
    this.#isBusy = true;
    done
      .catch((error: unknown) => this.#session.fail(error, frame))
      .finally(() => {
        this.#isBusy = false;
        this.#performWaiting();
      })
      // A broker that throws while its subscriptions are cancelled is nobody's to hear but the operator's.
      .catch((error: unknown) =>
        this.#session.parts.logger.error({ err: error }, 'a session did not end well'),
      );
  }

  /** Small writes can be compressed frames of megabytes, none of which a subscriber could read within this turn. */
  #breathe({ body }: Frame): Promise<void> | undefined {
    if (body.length === 0) return undefined;
    const { timers, limits } = this.#session.parts;
    this.#saidBytes ??= saidBytesOf(timers, limits);
    if (this.#saidBytes.take(body.length)) return undefined;
    return new Promise((resolve) => timers.schedule(BREATH_MS, resolve));
  }

  #performWaiting(): void {
    for (let frame = this.#next(); frame; frame = this.#next()) {
      try {
        this.#perform(frame);
      } catch (error) {
        this.#session.fail(error, frame);
      }
    }
    if (this.#isPaused && !this.#isFull && !this.#session.isClosed) {
      this.#isPaused = false;
      this.#session.resume();
    }
    if (!this.#isBusy && !this.#session.isClosed) this.#session.becameIdle();
  }

  #next(): Frame | undefined {
    if (this.#isBusy || this.#session.isClosed) return undefined;
    const next = this.#waiting?.shift();
    if (!next) return undefined;
    this.#waitingBytes -= next.byteLength;
    this.#session.parts.counters.pendingFrames -= 1;
    return next.frame;
  }
}

function saidBytesOf(timers: Timers, limits: Limits): TokenBucket {
  const atOnce = limits.sendBufferLimitBytes * SAID_AT_ONCE_RATIO;
  const perBreath = (limits.maxBodyBytesPerSecond * BREATH_MS) / 1_000;
  return new TokenBucket(timers, limits.maxBodyBytesPerSecond, Math.max(atOnce, perBreath));
}
