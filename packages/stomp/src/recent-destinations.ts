import { NUL } from './bytes.ts';
import { readPlainText } from './plain-text.ts';

/** Strangers choose destinations, hence limits: of so many the last one of each slot is kept, and no long ones. */
const SLOTS = 4_096;
const MAX_KEPT_LENGTH = 128;

const slots = new Array<string | undefined>(SLOTS).fill(undefined);

/**
 * The text at `[start, end)`, which is known to be ASCII and names a destination. One that came lately is the
 * same string again, which a table finds by its hash and its identity, without a look at its letters.
 */
export function readDestination(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > MAX_KEPT_LENGTH) return readPlainText(bytes, start, end);
  const slot = slotOf(bytes, start, end);
  const known = slots[slot];
  if (known !== undefined && isAt(known, bytes, start, end)) return known;
  return (slots[slot] = readPlainText(bytes, start, end));
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? NUL)) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

function isAt(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
