import { NO_BYTES, NUL, grown } from './bytes.ts';
import { StompError } from './stomp-error.ts';

const FIRST_CAPACITY_BYTES = 1024;

/** Collects a frame's body: a view on the chunk when the body lies whole in it, a copy when it is cut. */
export class BodyReader {
  #body: Uint8Array = NO_BYTES;
  #filled = 0;
  /** Bytes announced by content-length, or -1: up to the first NUL. */
  #length = -1;
  #maxBytes = 0;

  /** Starts on a body of `length` bytes; -1 means up to the first NUL, at most `maxBytes` away. */
  start(length: number, maxBytes: number): void {
    this.#length = length;
    this.#maxBytes = maxBytes;
    this.#filled = 0;
  }

  /**
   * Reads on from `at`.
   * @returns the index after the closing NUL, or -1 when the chunk ended before the body did.
   */
  read(chunk: Uint8Array, at: number): number {
    return this.#length < 0 ? this.#readToNul(chunk, at) : this.#readLength(chunk, at);
  }

  /** The body read; the reader lets go of it. */
  take(): Uint8Array {
    const body = this.#body;
    this.#body = NO_BYTES;
    return body;
  }

  #readLength(chunk: Uint8Array, at: number): number {
    const missing = this.#length - this.#filled;
    const present = Math.min(missing, chunk.length - at);
    const nulAt = at + missing;
    if (nulAt >= chunk.length) {
      this.#keep(chunk, at, at + present, this.#length);
      return -1;
    }
    if (chunk[nulAt] !== NUL) throw new StompError('missing_nul');
    this.#finish(chunk, at, nulAt);
    return nulAt + 1;
  }

  #readToNul(chunk: Uint8Array, at: number): number {
    const nulAt = chunk.indexOf(NUL, at);
    const end = nulAt < 0 ? chunk.length : nulAt;
    if (this.#filled + end - at > this.#maxBytes) throw new StompError('frame_too_large');
    if (nulAt < 0) {
      this.#keep(chunk, at, end, this.#maxBytes);
      return -1;
    }
    this.#finish(chunk, at, end);
    return nulAt + 1;
  }

  #finish(chunk: Uint8Array, start: number, end: number): void {
    if (this.#filled === 0) {
      this.#body = start === end ? NO_BYTES : chunk.subarray(start, end);
      return;
    }
    this.#keep(chunk, start, end, this.#maxBytes);
    this.#body = this.#body.subarray(0, this.#filled);
  }

  /** Memory follows what has arrived, not what was announced: an announcement costs a stranger nothing. */
  #keep(chunk: Uint8Array, start: number, end: number, mostBytes: number): void {
    const needed = this.#filled + end - start;
    if (needed > this.#body.length) {
      const doubled = Math.max(FIRST_CAPACITY_BYTES, 2 * this.#body.length);
      this.#body = grown(this.#body, Math.max(needed, Math.min(doubled, mostBytes)));
    }
    this.#body.set(chunk.subarray(start, end), this.#filled);
    this.#filled = needed;
  }
}
