import { isUtf8 } from 'node:buffer';

/**
 * Checks text that comes in pieces for being UTF-8 (RFC 3629 §4), and says no at the first byte that cannot
 * be any more, not only at the end (RFC 6455 §8.1).
 */
export class Utf8Check {
  /** Bytes that the letter still needs, and what the next of them may be. */
  #missing = 0;
  #least = 0x80;
  #most = 0xbf;

  /** Takes the next piece; false when the text cannot be UTF-8 any more. */
  accepts(piece: Uint8Array): boolean {
    // Nearly every piece begins and ends between two letters.
    if (this.#missing === 0 && isUtf8(piece)) return true;
    for (const byte of piece) {
      if (this.#missing === 0 ? !this.#begin(byte) : !this.#continue(byte)) return false;
    }
    return true;
  }

  /** Ends the text and makes ready for the next; false when it ended within a letter. */
  end(): boolean {
    const isWhole = this.#missing === 0;
    this.#missing = 0;
    return isWhole;
  }

  #begin(byte: number): boolean {
    if (byte < 0x80) return true;
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    // No overlong forms, no surrogates, nothing above U+10FFFF.
    this.#least = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#most = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    return true;
  }

  #continue(byte: number): boolean {
    if (byte < this.#least || byte > this.#most) return false;
    this.#missing -= 1;
    this.#least = 0x80;
    this.#most = 0xbf;
    return true;
  }
}
