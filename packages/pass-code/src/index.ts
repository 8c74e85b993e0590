/**
 * The code of a pass on a buyer's screen: how a phone writes one by itself, on the line or off it, and how one is read.
 *
 * A phone that shows a pass is given a key for that showing. Every 30 s it signs the number of the step that has begun
 * and shows the result as a QR code, 42 characters of its alphanumeric mode:
 *
 * ```
 * C1 + Crockford's base32 of  keyId (1 byte) | showingId (6) | step (2) | mac (16)
 * mac = HMAC-SHA256(key, "carillon pass code v1" | showingId (6) | step (2)), its first 16 bytes
 * ```
 *
 * Numbers have their high byte first. Needs neither WebCrypto nor Buffer nor TextEncoder, which mini programs have not.
 * What it protects from, and what not, is in docs/pass-codes.md.
 */
export { signPassCode } from './sign-pass-code.ts';
export { readPassCode } from './read-pass-code.ts';
export type { PassCodeParts } from './read-pass-code.ts';
export { writePassCode } from './write-pass-code.ts';
export type { PassCode } from './write-pass-code.ts';
