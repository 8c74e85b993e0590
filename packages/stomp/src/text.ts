import { NUL } from './bytes.ts';
import { StompError } from './stomp-error.ts';

/** From this size on the platform's own decoder is faster than ours, for all that a call into it costs. */
const PLATFORM_DECODER_MIN_BYTES = 48;

/** Absent in WeChat mini programs. A leading U+FEFF is text like any other, so it is not cut off. */
const platformDecoder =
  typeof TextDecoder === 'undefined' ? undefined : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a body as text.
 * @throws StompError `invalid_utf8`, also for overlong forms and lone surrogates (RFC 3629 §3).
 */
export function decodeText(body: Uint8Array): string {
  return decodeUtf8(body, 0, body.length);
}

/** `decodeText` of the bytes at `[start, end)`. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (platformDecoder && end - start >= PLATFORM_DECODER_MIN_BYTES) {
    try {
      return platformDecoder.decode(bytes.subarray(start, end));
    } catch {
      throw new StompError('invalid_utf8');
    }
  }
  return decodeUtf8Portably(bytes, start, end);
}

/** `decodeUtf8` with nothing but the language. */
export function decodeUtf8Portably(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  while (at < end) {
    const plainEnd = endOfAscii(bytes, at, end);
    text += decodeAscii(bytes, at, plainEnd);
    at = plainEnd;
    while (at < end && (bytes[at] ?? NUL) >= 0x80) {
      const codePoint = multiByteCodePoint(bytes, at, end);
      text += String.fromCodePoint(codePoint);
      at += codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
  }
  return text;
}

/** Reads bytes that are known to be ASCII. Eight letters a step, since each `+=` costs as much as a call. */
export function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  const letters = String.fromCharCode;
  let text = '';
  let at = start;
  for (; end - at >= 8; at += 8) {
    text += letters(
      bytes[at] ?? 0,
      bytes[at + 1] ?? 0,
      bytes[at + 2] ?? 0,
      bytes[at + 3] ?? 0,
      bytes[at + 4] ?? 0,
      bytes[at + 5] ?? 0,
      bytes[at + 6] ?? 0,
      bytes[at + 7] ?? 0,
    );
  }
  if (end - at >= 4) {
    text += letters(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
    at += 4;
  }
  switch (end - at) {
    case 3:
      return text + letters(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
    case 2:
      return text + letters(bytes[at] ?? 0, bytes[at + 1] ?? 0);
    case 1:
      return text + letters(bytes[at] ?? 0);
    default:
      return text;
  }
}

function endOfAscii(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] ?? NUL) < 0x80) at += 1;
  return at;
}

/** The code point at `at`, whose first byte is not ASCII; checked against RFC 3629 §4. */
function multiByteCodePoint(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0xe0) {
    if (first < 0xc2) throw new StompError('invalid_utf8');
    return ((first & 0x1f) << 6) | continuation(bytes, at + 1, end);
  }
  if (first < 0xf0) {
    const codePoint =
      ((first & 0x0f) << 12) | (continuation(bytes, at + 1, end) << 6) | continuation(bytes, at + 2, end);
    const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (codePoint < 0x800 || isSurrogate) throw new StompError('invalid_utf8');
    return codePoint;
  }
  const codePoint =
    ((first & 0x0f) << 18) |
    (continuation(bytes, at + 1, end) << 12) |
    (continuation(bytes, at + 2, end) << 6) |
    continuation(bytes, at + 3, end);
  if (first > 0xf4 || codePoint < 0x10000 || codePoint > 0x10ffff) throw new StompError('invalid_utf8');
  return codePoint;
}

function continuation(bytes: Uint8Array, at: number, end: number): number {
  const byte = at < end ? (bytes[at] ?? 0) : 0;
  if ((byte & 0xc0) !== 0x80) throw new StompError('invalid_utf8');
  return byte & 0x3f;
}
