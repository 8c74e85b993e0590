/**
 * Takes the mask off payload bytes (RFC 6455 §5.3), into memory of their own: what was read may be read over
 * at once, and what came out may be kept.
 *
 * @param mask the four mask bytes, the first of them highest, turned so that the first is that of `start`.
 */
export function unmask(source: Uint8Array, start: number, end: number, mask: number): Buffer {
  const length = end - start;
  const plain = Buffer.allocUnsafe(length);
  const m0 = mask >>> 24;
  const m1 = (mask >>> 16) & 0xff;
  const m2 = (mask >>> 8) & 0xff;
  const m3 = mask & 0xff;
  let to = 0;
  let from = start;
  for (const fours = length - 3; to < fours; to += 4, from += 4) {
    plain[to] = (source[from] ?? 0) ^ m0;
    plain[to + 1] = (source[from + 1] ?? 0) ^ m1;
    plain[to + 2] = (source[from + 2] ?? 0) ^ m2;
    plain[to + 3] = (source[from + 3] ?? 0) ^ m3;
  }
  if (to < length) plain[to] = (source[from] ?? 0) ^ m0;
  if (to + 1 < length) plain[to + 1] = (source[from + 1] ?? 0) ^ m1;
  if (to + 2 < length) plain[to + 2] = (source[from + 2] ?? 0) ^ m2;
  return plain;
}

/** The mask as it continues after so many payload bytes. */
export function turnMask(mask: number, bytes: number): number {
  const bits = (bytes & 3) * 8;
  return bits === 0 ? mask : (mask << bits) | (mask >>> (32 - bits));
}
