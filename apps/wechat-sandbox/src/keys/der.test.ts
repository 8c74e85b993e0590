import { expect, test } from 'vitest';
import {
  bitString,
  boolean,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  time,
} from './der.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test.each([
  ['zero', [0], '020100'],
  ['leading zeroes fall away', [0, 0, 5], '020105'],
  ['a first bit that would mean "negative" gets a zero before it', [0x80], '02020080'],
])('writes an integer: %s', (_title, bytes, expected) => {
  expect(hex(integer(Uint8Array.from(bytes)))).toBe(expected);
});

test('writes an object identifier with numbers above 127 in base 128', () => {
  expect(hex(objectIdentifier('1.2.840.113549.1.1.11'))).toBe('06092a864886f70d01010b');
});

test('writes lengths of one, two and three bytes', () => {
  expect(hex(octetString(Buffer.alloc(127))).slice(0, 4)).toBe('047f');
  expect(hex(octetString(Buffer.alloc(128))).slice(0, 6)).toBe('048180');
  expect(hex(octetString(Buffer.alloc(256))).slice(0, 8)).toBe('04820100');
});

test('writes years until 2049 with two digits and later ones with four', () => {
  expect(time(new Date('2049-12-31T23:59:59Z')).toString('latin1').slice(2)).toBe('491231235959Z');
  expect(time(new Date('2050-01-01T00:00:00Z')).toString('latin1').slice(2)).toBe('20500101000000Z');
});

test('writes booleans, bit strings, sequences and explicit tags', () => {
  expect(hex(boolean(true))).toBe('0101ff');
  expect(hex(bitString(Buffer.from([0x80]), 7))).toBe('03020780');
  expect(hex(sequence(boolean(true), boolean(false)))).toBe('30060101ff010100');
  expect(hex(explicit(3, boolean(true)))).toBe('a3030101ff');
});
