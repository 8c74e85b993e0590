/** From this length on the platform's own encoder is faster than ours, for all that a call into it costs. */
const PLATFORM_ENCODER_MIN_LENGTH = 64;

const REPLACEMENT_CHARACTER = 0xfffd;

/** Absent in WeChat mini programs. */
const platformEncoder = typeof TextEncoder === 'undefined' ? undefined : new TextEncoder();

/** Bytes that a UTF-16 unit takes at most in UTF-8. */
export const MAX_BYTES_PER_UNIT = 3;

/**
 * Writes `text` as UTF-8 at `at` of `out`, which has room for `MAX_BYTES_PER_UNIT` a unit. A lone
 * surrogate becomes U+FFFD, as with TextEncoder.
 * @returns the index after it.
 */
export function writeUtf8(text: string, out: Uint8Array, at: number): number {
  if (platformEncoder && text.length >= PLATFORM_ENCODER_MIN_LENGTH) {
    return at + platformEncoder.encodeInto(text, out.subarray(at)).written;
  }
  return writeUtf8Portably(text, out, at);
}

/** `writeUtf8` with nothing but the language. */
export function writeUtf8Portably(text: string, out: Uint8Array, start: number): number {
  let at = start;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      out[at] = unit;
      at += 1;
      continue;
    }
    const codePoint = text.codePointAt(index) ?? unit;
    if (codePoint > 0xffff) index += 1;
    at = writeCodePoint(codePoint, out, at);
  }
  return at;
}

/** Text as UTF-8, in memory of its own. The counterpart of `decodeText`, where TextEncoder may be missing. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(text.length * MAX_BYTES_PER_UNIT);
  return memory.slice(0, writeUtf8(text, memory, 0));
}

/** Writes one code point above 0x7f. @returns the index after it. */
export function writeCodePoint(codePoint: number, out: Uint8Array, at: number): number {
  if (codePoint < 0x800) {
    out[at] = 0xc0 | (codePoint >> 6);
    out[at + 1] = 0x80 | (codePoint & 0x3f);
    return at + 2;
  }
  if (codePoint > 0xffff) {
    out[at] = 0xf0 | (codePoint >> 18);
    out[at + 1] = 0x80 | ((codePoint >> 12) & 0x3f);
    out[at + 2] = 0x80 | ((codePoint >> 6) & 0x3f);
    out[at + 3] = 0x80 | (codePoint & 0x3f);
    return at + 4;
  }
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  const scalar = isSurrogate ? REPLACEMENT_CHARACTER : codePoint;
  out[at] = 0xe0 | (scalar >> 12);
  out[at + 1] = 0x80 | ((scalar >> 6) & 0x3f);
  out[at + 2] = 0x80 | (scalar & 0x3f);
  return at + 3;
}
