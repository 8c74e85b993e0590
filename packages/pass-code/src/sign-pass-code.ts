import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { SHOWING_ID_BYTES, STEP_BYTES, toBytes } from './code-numbers.ts';

/** What is left of the 32 bytes of HMAC-SHA-256: at least half of them (RFC 2104, section 5). */
export const PASS_CODE_MAC_BYTES = 16;

/** Sets what this key signs apart from all else that it might. ASCII, so that its bytes are its character codes. */
const LABEL = Uint8Array.from('carillon pass code v1', (character) => character.charCodeAt(0));

/**
 * Signs one step of a showing.
 * @param key the showing's, 32 bytes
 * @throws RangeError when a number does not fit into a code
 */
export function signPassCode(
  key: Uint8Array,
  { showingId, step }: { showingId: number; step: number },
): Uint8Array {
  const message = new Uint8Array(LABEL.length + SHOWING_ID_BYTES + STEP_BYTES);
  message.set(LABEL);
  message.set(toBytes(showingId, SHOWING_ID_BYTES), LABEL.length);
  message.set(toBytes(step, STEP_BYTES), LABEL.length + SHOWING_ID_BYTES);
  return hmac(sha256, key, message).slice(0, PASS_CODE_MAC_BYTES);
}
