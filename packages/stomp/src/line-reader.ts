import { BACKSLASH, COLON, CR, LF, NO_BYTES, NUL, grown } from './bytes.ts';
import { StompError } from './stomp-error.ts';
import type { StompErrorCode } from './stomp-error.ts';

/** What bytes stand in a line: flags, so that a line of ordinary ASCII costs one test. */
const HAS_COLON = 1;
export const HAS_BACKSLASH = 2;
export const HAS_CR = 4;
export const HAS_NON_ASCII = 8;
const ENDS_SCAN = 16;

/** Nothing for most of ASCII: bytes that are text and no more. */
export const KIND_OF_BYTE = new Uint8Array(256);
KIND_OF_BYTE.fill(HAS_NON_ASCII, 0x80);
KIND_OF_BYTE[COLON] = HAS_COLON;
KIND_OF_BYTE[BACKSLASH] = HAS_BACKSLASH;
KIND_OF_BYTE[CR] = HAS_CR;
KIND_OF_BYTE[LF] = ENDS_SCAN;
KIND_OF_BYTE[NUL] = ENDS_SCAN;

/** Memory for a line that arrives in pieces that is worth keeping for the next such line. */
const KEPT_CARRY_BYTES = 512;

/**
 * Finds the lines of a frame's head. A line within one chunk is read in place; one that is cut is carried
 * over, its bytes scanned once all the same.
 */
export class LineReader {
  /** The line lies at `[start, end)` of `bytes`, without its line end, once `read` has found it. */
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  end = 0;
  /** Index of the first colon in `bytes`, or -1. */
  colon = -1;
  /** `HAS_…` flags; of a carriage return only where it is not part of the line end. */
  kinds = 0;
  /** Bytes of the line on the wire, its line end among them. */
  wireBytes = 0;

  #carry: Uint8Array = NO_BYTES;
  #carried = 0;
  #colonOffset = -1;
  #kindsSoFar = 0;

  /**
   * Reads on from `at`.
   * @param maxBytes most bytes that the line may have
   * @param code what to throw beyond
   * @returns the index after the line, or -1 when the chunk ended before the line did.
   */
  read(chunk: Uint8Array, at: number, maxBytes: number, code: StompErrorCode): number {
    // One byte more may turn out to be the carriage return of the line end.
    const scanEnd = Math.min(chunk.length, at + maxBytes + 1 - this.#carried);
    const base = at - this.#carried;
    let kinds = this.#kindsSoFar;
    let colonOffset = this.#colonOffset;
    let index = at;
    for (; index < scanEnd; index += 1) {
      const kind = KIND_OF_BYTE[chunk[index] ?? NUL] ?? 0;
      if (kind === 0) continue;
      if (kind === ENDS_SCAN) break;
      if (kind === HAS_COLON && colonOffset < 0) colonOffset = index - base;
      kinds |= kind;
    }
    if (index === chunk.length) {
      this.#carryOver(chunk, at, index);
      this.#kindsSoFar = kinds;
      this.#colonOffset = colonOffset;
      return -1;
    }
    if (chunk[index] === NUL) throw new StompError('nul_in_head');
    if (chunk[index] !== LF) throw new StompError(code);
    this.#present(chunk, at, index);
    this.wireBytes = index - base + 1;
    this.kinds = kinds;
    this.colon = colonOffset < 0 ? -1 : this.start + colonOffset;
    if ((kinds & HAS_CR) !== 0) this.#cutLineEnd();
    if (this.end - this.start > maxBytes) throw new StompError(code);
    this.#colonOffset = -1;
    this.#kindsSoFar = 0;
    return index + 1;
  }

  /** Gives back memory that an unusually long line needed. */
  release(): void {
    this.bytes = NO_BYTES;
    if (this.#carry.length > KEPT_CARRY_BYTES) this.#carry = NO_BYTES;
  }

  #carryOver(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.#carried + end - start;
    if (needed > this.#carry.length) {
      this.#carry = grown(this.#carry, Math.max(64, needed, 2 * this.#carry.length));
    }
    this.#carry.set(chunk.subarray(start, end), this.#carried);
    this.#carried = needed;
  }

  #present(chunk: Uint8Array, start: number, end: number): void {
    if (this.#carried === 0) {
      this.bytes = chunk;
      this.start = start;
      this.end = end;
      return;
    }
    this.#carryOver(chunk, start, end);
    this.bytes = this.#carry;
    this.start = 0;
    this.end = this.#carried;
    this.#carried = 0;
  }

  #cutLineEnd(): void {
    if (this.bytes[this.end - 1] === CR) this.end -= 1;
    const first = this.bytes.indexOf(CR, this.start);
    if (first < 0 || first >= this.end) this.kinds &= ~HAS_CR;
  }
}
