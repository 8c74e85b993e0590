import { knownWord } from './known-words.ts';
import { decodeAscii } from './text.ts';

/** The text at `[start, end)`, which is known to be ASCII: a known word, or a new string. */
export function readPlainText(bytes: Uint8Array, start: number, end: number): string {
  return knownWord(bytes, start, end) ?? decodeAscii(bytes, start, end);
}
