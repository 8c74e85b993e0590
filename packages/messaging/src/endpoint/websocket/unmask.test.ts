import { expect, test } from 'vitest';
import { wireBytes } from '../../testing/wire-bytes.ts';
import { turnMask, unmask } from './unmask.ts';

const MASK = 0x37fa213d;

/** As RFC 6455 §5.3 puts it, byte by byte. */
function unmaskPlainly(bytes: Buffer, mask: number): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ ((mask >>> (24 - (index & 3) * 8)) & 0xff)));
}

test('unmasks the example of RFC 6455 §5.7', () => {
  expect(unmask(wireBytes('7f9f4d5158'), 0, 5, MASK).toString()).toBe('Hello');
});

test('unmasks any length, from anywhere', () => {
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7) & 0xff));
  for (const length of [0, 1, 2, 3, 4, 5, 7, 8, 125, 2_047, 2_048, 2_049, 2_051, 8_192, 19_990]) {
    for (const start of [0, 1, 2, 3]) {
      const wanted = unmaskPlainly(bytes.subarray(start, start + length), MASK);
      expect(unmask(bytes, start, start + length, MASK).equals(wanted), `${length} from ${start}`).toBe(true);
    }
  }
});

test('gives out no memory twice', () => {
  const source = Buffer.alloc(100, 'a');
  const pieces = Array.from({ length: 500 }, (_, n) => unmask(source, 0, n % 100, n));
  const wanted = pieces.map((_, n) => unmaskPlainly(source.subarray(0, n % 100), n));
  expect(pieces.every((piece, n) => piece.equals(wanted[n] ?? Buffer.alloc(0)))).toBe(true);
});

test('does not write to what it reads', () => {
  const source = wireBytes('7f9f4d5158');
  unmask(source, 0, 5, MASK);
  expect(source).toEqual(wireBytes('7f9f4d5158'));
});

test('a mask turns with the bytes that were unmasked', () => {
  expect([0, 1, 2, 3, 4].map((bytes) => turnMask(0x01020304, bytes))).toEqual([
    0x01020304, 0x02030401, 0x03040102, 0x04010203, 0x01020304,
  ]);
});
