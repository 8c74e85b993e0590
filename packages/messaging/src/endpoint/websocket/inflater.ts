import { constants, inflateRawSync } from 'node:zlib';
import { CollectedBytes } from '../collected-bytes.ts';
import { WebSocketError } from './websocket-error.ts';

/** What a sender leaves out at the end of each message (RFC 7692 §7.2.1). */
const TAIL = Buffer.of(0x00, 0x00, 0xff, 0xff);

/**
 * Inflates a client's messages one by one (RFC 7692 §7.2.2). Nothing is kept from one message to the next
 * (`client_no_context_takeover`), and no message may become larger than the limit, however small it came.
 */
export class Inflater {
  readonly #maxBytes: number;
  readonly #compressed: CollectedBytes;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#compressed = new CollectedBytes(maxBytes);
  }

  /** Takes a piece of the compressed message. Throws WebSocketError 1009. */
  add(piece: Buffer): void {
    if (!this.#compressed.add(piece)) throw tooLarge();
  }

  /** The message, which is over. Throws WebSocketError: 1007 for what was never deflated, 1009. */
  inflate(): Buffer {
    try {
      return inflateRawSync(Buffer.concat([this.#compressed.take(), TAIL]), {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: this.#maxBytes,
      });
    } catch (error) {
      if (error instanceof RangeError) throw tooLarge();
      throw new WebSocketError(1007, 'A message was not compressed as RFC 7692 says.');
    }
  }
}

function tooLarge(): WebSocketError {
  return new WebSocketError(1009, 'A compressed message is too large.');
}
