import { createDecoder } from '@carillon/stomp';
import type { Decoder, Frame, StompVersion } from '@carillon/stomp';
import type { Counters } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import type { Timers } from '../core/timer-wheel.ts';
import { IdleBudget } from './idle-budget.ts';
import { TokenBucket } from './token-bucket.ts';

/** Whose bytes they are. */
interface Sender {
  readonly parts: { readonly limits: Limits; readonly timers: Timers; readonly counters: Counters };
  fail(error: unknown, cause: Frame): void;
}

/**
 * Reads one client's bytes as frames, within what a client may send: sizes, frames, and what is no frame. No
 * further than it is asked to: while a session carries nothing out, bytes stay bytes.
 */
export class FrameIntake {
  readonly #session: Sender;
  readonly #decoder: Decoder;
  readonly #frameBudget: TokenBucket;
  #idleBudget: IdleBudget | undefined;
  /** The chunk that is being read is over only when the decoder was asked for a frame and had none. */
  #isReading = false;
  #chunkBytes = 0;
  #hasFrame = false;
  /** What came behind the chunk that is being read. Made when there is some. */
  #unread: Uint8Array[] | undefined;
  #unreadBytes = 0;

  constructor(session: Sender) {
    const { limits, timers } = session.parts;
    this.#session = session;
    this.#decoder = createDecoder({ limits: { maxFrameBytes: limits.maxMessageBytes } });
    this.#frameBudget = new TokenBucket(timers, limits.maxFramesPerSecond, limits.maxFrameBurst);
  }

  /** The version by whose rules the bytes are read, from the next frame on. */
  set version(version: StompVersion) {
    this.#decoder.version = version;
  }

  /**
   * Takes bytes, cut anywhere, which must not change any more. Throws MessagingError `too_many_pending` when too many wait to be
   * read: a transport stops when it is paused, but some bring what was on its way.
   */
  add(chunk: Uint8Array): void {
    const { counters, limits } = this.#session.parts;
    counters.bytesIn += chunk.length;
    if (!this.#isReading) {
      this.#begin(chunk);
      return;
    }
    const unread = (this.#unread ??= []);
    unread.push(chunk);
    this.#unreadBytes += chunk.length;
    if (this.#unreadBytes > limits.maxPendingBytes || unread.length > limits.maxPendingFrames) {
      throw new MessagingError('too_many_pending');
    }
  }

  /** The next frame; undefined when all is read. Throws StompError, or MessagingError `too_many_idle_bytes`. */
  next(): Frame | undefined {
    while (this.#isReading) {
      const frame = this.#decoder.next();
      if (frame) return this.#admit(frame);
      this.#endChunk();
    }
    return undefined;
  }

  /** Counts bytes that are not even STOMP's. Throws MessagingError `too_many_idle_bytes`. */
  idle(byteLength: number): void {
    this.#payForIdling(0, byteLength, false);
  }

  /** Forgets what is not read. */
  clear(): void {
    this.#isReading = false;
    this.#unread = undefined;
  }

  #begin(chunk: Uint8Array): void {
    this.#isReading = true;
    this.#chunkBytes = chunk.length;
    this.#hasFrame = false;
    this.#decoder.feed(chunk);
  }

  #endChunk(): void {
    this.#isReading = false;
    const { lineEnds } = this.#decoder;
    if (lineEnds > 0 || !this.#hasFrame) this.#payForIdling(lineEnds, this.#chunkBytes, this.#hasFrame);
    const next = this.#unread?.shift();
    if (!next) return;
    this.#unreadBytes -= next.length;
    this.#begin(next);
  }

  #admit(frame: Frame): Frame | undefined {
    this.#hasFrame = true;
    this.#session.parts.counters.framesIn += 1;
    if (this.#frameBudget.take(1)) return frame;
    this.#session.fail(new MessagingError('too_many_frames'), frame);
    return undefined;
  }

  #payForIdling(lineEnds: number, chunkBytes: number, hasFrame: boolean): void {
    const { timers, limits } = this.#session.parts;
    this.#idleBudget ??= new IdleBudget(timers, limits.maxIdleBytesPerSecond);
    if (!this.#idleBudget.take(lineEnds, chunkBytes, hasFrame)) {
      throw new MessagingError('too_many_idle_bytes');
    }
  }
}
