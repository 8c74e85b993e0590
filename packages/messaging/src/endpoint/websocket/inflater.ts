import { constants, inflateRawSync } from 'node:zlib';
import { CollectedBytes } from '../collected-bytes.ts';
import { WebSocketError } from './websocket-error.ts';

/** What a sender leaves out at the end of each message (RFC 7692 §7.2.1). */
const TAIL = Buffer.of(0x00, 0x00, 0xff, 0xff);

/**
 * Inflates a client's messages one by one (RFC 7692 §7.2.2). Nothing is kept from one message to the next
 * (`client_no_context_takeover`), and no message may become larger than the limit, however small it came; nor
 * may all of them in one turn of the event loop, for one read can hold hundreds.
 */
export class Inflater {
  readonly #maxBytes: number;
  readonly #maxBytesPerTurn: number;
  readonly #compressed: CollectedBytes;
  /** In this turn. */
  #inflatedBytes = 0;
  #onRenewed: (() => void) | undefined;

  /** Of a message's bytes `maxBytes`, compressed or not; in a turn `maxBytesPerTurn`, and as much more as one message has. */
  constructor(maxBytes: number, maxBytesPerTurn: number) {
    this.#maxBytes = maxBytes;
    this.#maxBytesPerTurn = maxBytesPerTurn;
    this.#compressed = new CollectedBytes(maxBytes);
  }

  /** No more should be inflated in this turn. */
  get isSpent(): boolean {
    return this.#inflatedBytes >= this.#maxBytesPerTurn;
  }

  /** Calls back once, in the next turn. Only while it is spent. */
  onceRenewed(callback: () => void): void {
    this.#onRenewed = callback;
  }

  /** Takes a piece of the compressed message. Throws WebSocketError 1009. */
  add(piece: Buffer): void {
    if (!this.#compressed.add(piece)) throw tooLarge();
  }

  /** The message, which is over. Throws WebSocketError: 1007 for what was never deflated, 1009. */
  inflate(): Buffer {
    const message = this.#inflate();
    if (this.#inflatedBytes === 0) setImmediate(this.#renew);
    this.#inflatedBytes += message.length;
    return message;
  }

  readonly #renew = (): void => {
    const onRenewed = this.#onRenewed;
    this.#inflatedBytes = 0;
    this.#onRenewed = undefined;
    onRenewed?.();
  };

  #inflate(): Buffer {
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
