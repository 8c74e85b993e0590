import { endianness } from 'node:os';

/** Small payloads share memory: a buffer of its own for each costs more than all that is done with it. */
const SLAB_BYTES = 8 * 1024;
/** A larger one would waste, and whoever keeps it would pin, too much of what others share. */
const MAX_SHARED_BYTES = SLAB_BYTES / 4;

const WORD_BYTES = 4;
const IS_LITTLE_ENDIAN = endianness() === 'LE';

/** Memory that is read and written by bytes and by words. */
interface Memory {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

let slab = allocate(SLAB_BYTES);
let used = 0;

/**
 * Takes the mask off payload bytes (RFC 6455 §5.3), into memory that nobody else will get: what was read may
 * be read over at once, and what came out may be kept.
 *
 * @param mask the four mask bytes, the first of them highest, turned so that the first is that of `start`.
 */
export function unmask(source: Buffer, start: number, end: number, mask: number): Buffer {
  const length = end - start;
  const isShared = length <= MAX_SHARED_BYTES;
  if (isShared && used + length > SLAB_BYTES) {
    slab = allocate(SLAB_BYTES);
    used = 0;
  }
  const { bytes, words } = isShared ? slab : allocate(length);
  const at = isShared ? used : 0;
  const wordsEnd = Math.ceil((at + length) / WORD_BYTES);
  if (isShared) used = wordsEnd * WORD_BYTES;
  source.copy(bytes, at, start, end);
  const word = IS_LITTLE_ENDIAN ? swap(mask) : mask;
  for (let index = at / WORD_BYTES; index < wordsEnd; index += 1) words[index] = (words[index] ?? 0) ^ word;
  return bytes.subarray(at, at + length);
}

/** The mask as it continues after so many payload bytes. */
export function turnMask(mask: number, bytes: number): number {
  const bits = (bytes & 3) * 8;
  return bits === 0 ? mask : (mask << bits) | (mask >>> (32 - bits));
}

/** The last word may be larger than what is asked for. */
function allocate(byteLength: number): Memory {
  const bytes = Buffer.allocUnsafeSlow(Math.ceil(byteLength / WORD_BYTES) * WORD_BYTES);
  return { bytes, words: new Int32Array(bytes.buffer) };
}

/** The four bytes of a word in the other order. */
function swap(word: number): number {
  return (word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24);
}
