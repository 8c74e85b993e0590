import { Histogram } from '../core/histogram.ts';
import { Batch } from './batch.ts';

/** Something that has frames to write before the turn ends. */
export interface Flushable {
  flush(): void;
}

/**
 * Writes each socket once per turn of the event loop: whatever a turn's timers and reads made is
 * collected, and goes out right after them, in the loop's check phase. A lone frame leaves in the turn
 * in which it came.
 */
export class TurnWriter {
  /** From the first frame of a turn to the last write: what the engine adds to the latency of a message. */
  readonly turnMs = new Histogram();
  /** Raised by whoever writes. */
  bytesOut = 0;
  #beganMs = 0;
  #waiting: Flushable[] = [];
  #root = new Batch();
  readonly #onError: (error: unknown) => void;

  /** @param onError told of a socket that could not be written; the others of its turn are */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** The batch without frames, at which all sockets begin the turn. */
  get root(): Batch {
    return this.#root;
  }

  /** Asks for a `flush` at the end of this turn. Ask once per turn. */
  add(flushable: Flushable): void {
    if (this.#waiting.length === 0) this.#begin();
    this.#waiting.push(flushable);
  }

  #begin(): void {
    this.#beganMs = performance.now();
    setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    const beganMs = this.#beganMs;
    const flushables = this.#waiting;
    // Renewed first: what a flush asks to be flushed is the next turn's, and old bytes may be freed.
    this.#waiting = [];
    this.#root = new Batch();
    for (const flushable of flushables) {
      try {
        flushable.flush();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.turnMs.observe(performance.now() - beganMs);
  };
}
