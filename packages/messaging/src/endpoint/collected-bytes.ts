const MIN_CAPACITY_BYTES = 1_024;
const NOTHING = Buffer.alloc(0);

/**
 * Puts together what comes in pieces. However small these are, what is held is no more than twice as large
 * as what came: a client that sends byte by byte costs no object for each.
 */
export class CollectedBytes {
  readonly #maxBytes: number;
  /** The first piece itself as long as it is the only one: nearly everything comes whole. */
  #bytes: Buffer = NOTHING;
  #byteLength = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds a piece, which must not change any more. False, and nothing is held, when it is too much. */
  add(piece: Buffer): boolean {
    const byteLength = this.#byteLength + piece.length;
    if (byteLength > this.#maxBytes) {
      this.take();
      return false;
    }
    if (this.#byteLength === 0) {
      this.#bytes = piece;
    } else if (piece.length > 0) {
      if (byteLength > this.#bytes.length) this.#grow(byteLength);
      piece.copy(this.#bytes, this.#byteLength);
    }
    this.#byteLength = byteLength;
    return true;
  }

  /** All that came, the caller's for good; what comes now is the next. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#byteLength);
    this.#bytes = NOTHING;
    this.#byteLength = 0;
    return taken;
  }

  /** Into memory of its own: the first piece may lie in what others share. */
  #grow(byteLength: number): void {
    const capacity = Math.max(byteLength, Math.min(byteLength * 2, this.#maxBytes), MIN_CAPACITY_BYTES);
    const grown = Buffer.allocUnsafeSlow(capacity);
    this.#bytes.copy(grown, 0, 0, this.#byteLength);
    this.#bytes = grown;
  }
}
