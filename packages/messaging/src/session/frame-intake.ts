import { createDecoder } from '@carillon/stomp';
import type { Decoder, Frame, StompVersion } from '@carillon/stomp';
import type { Counters } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { Timers } from '../core/timer-wheel.ts';
import { IdleBudget } from './idle-budget.ts';
import { TokenBucket } from './token-bucket.ts';

/** Who gets the frames. */
interface FrameTaker {
  readonly parts: { readonly limits: Limits; readonly timers: Timers; readonly counters: Counters };
  readonly isClosed: boolean;
  takeFrame(frame: Frame): void;
  fail(error: unknown, cause: Frame): void;
}

/** Reads one client's bytes as frames, within what a client may send: sizes, frames, and what is no frame. */
export class FrameIntake {
  readonly #session: FrameTaker;
  readonly #decoder: Decoder;
  readonly #frameBudget: TokenBucket;
  #idleBudget: IdleBudget | undefined;
  /** Line ends between frames, in the chunk that is being read. */
  #lineEnds = 0;
  #framesRead = 0;

  constructor(session: FrameTaker) {
    const { limits, timers } = session.parts;
    this.#session = session;
    this.#decoder = createDecoder({ limits: { maxFrameBytes: limits.maxMessageBytes } });
    this.#frameBudget = new TokenBucket(timers, limits.maxFramesPerSecond, limits.maxFrameBurst);
  }

  /** The version by whose rules the bytes are read, from the next frame on. */
  set version(version: StompVersion) {
    this.#decoder.version = version;
  }

  /** Reads bytes cut anywhere. Throws StompError, or MessagingError `too_many_idle_bytes`. */
  read(chunk: Uint8Array): void {
    this.#session.parts.counters.bytesIn += chunk.length;
    this.#lineEnds = 0;
    const framesBefore = this.#framesRead;
    this.#decoder.push(chunk, this.#onFrame, this.#onLineEnd);
    const completedFrame = this.#framesRead > framesBefore;
    if (this.#lineEnds > 0 || !completedFrame) this.#payForIdling(chunk.length, completedFrame);
  }

  /** Counts bytes that are not even STOMP's. Throws MessagingError `too_many_idle_bytes`. */
  idle(byteLength: number): void {
    this.#lineEnds = 0;
    this.#payForIdling(byteLength, false);
  }

  readonly #onFrame = (frame: Frame): void => {
    // What comes behind the frame that ended the session is not looked at.
    if (this.#session.isClosed) return;
    this.#framesRead += 1;
    this.#session.parts.counters.framesIn += 1;
    if (this.#frameBudget.take(1)) this.#session.takeFrame(frame);
    else this.#session.fail(new MessagingError('too_many_frames'), frame);
  };

  readonly #onLineEnd = (): void => {
    this.#lineEnds += 1;
  };

  #payForIdling(chunkBytes: number, completedFrame: boolean): void {
    const { timers, limits } = this.#session.parts;
    this.#idleBudget ??= new IdleBudget(timers, limits.maxIdleBytesPerSecond);
    if (this.#idleBudget.take(this.#lineEnds, chunkBytes, completedFrame)) return;
    throw new MessagingError('too_many_idle_bytes');
  }
}
