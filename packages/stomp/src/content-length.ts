import { DIGIT_0, DIGIT_9 } from './bytes.ts';
import type { HeaderMap } from './frame.ts';

/**
 * The bytes that a frame's content-length announces, or -1 without one: then the body ends at the first NUL. NaN
 * for one that is not a decimal number.
 */
export function announcedLength(headers: HeaderMap): number {
  const text = headers['content-length'];
  if (text === undefined) return -1;
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index);
    if (digit < DIGIT_0 || digit > DIGIT_9) return NaN;
    length = length * 10 + (digit - DIGIT_0);
  }
  return text === '' ? NaN : length;
}
