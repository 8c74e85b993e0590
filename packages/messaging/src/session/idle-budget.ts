import type { Timers } from '../core/timer-wheel.ts';
import { TokenBucket } from './token-bucket.ts';

/** At once, a client may use up what it may in so many seconds. */
const BURST_SECONDS = 4;
/** A chunk from here on pays for itself: it is a part of a frame, whose size is limited. */
const LARGE_CHUNK_BYTES = 256;

/**
 * Bounds what costs work and brings no frame: line ends between frames, which are heart-beats, and small
 * chunks that complete nothing. A client that lives by STOMP needs one a frame and one a heart-beat.
 */
export class IdleBudget {
  readonly #bucket: TokenBucket;

  constructor(timers: Timers, perSecond: number) {
    this.#bucket = new TokenBucket(timers, perSecond, perSecond * BURST_SECONDS);
  }

  /** Takes what a chunk that completed no frame costs, or the line ends of one that did. False when it is too much. */
  take(lineEnds: number, chunkBytes: number, completedFrame: boolean): boolean {
    if (lineEnds > 0) return this.#bucket.take(lineEnds);
    return completedFrame || chunkBytes >= LARGE_CHUNK_BYTES || this.#bucket.take(1);
  }
}
