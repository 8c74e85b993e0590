import { describe, expect, test } from 'vitest';
import { chunkings } from '@carillon/stomp/testing';
import { wireBytes } from '../../testing/wire-bytes.ts';
import { Utf8Check } from './utf8-check.ts';

/** How many bytes are accepted before the first piece that is not, or all of them; and whether the text may end. */
function check(chunks: Iterable<Uint8Array>): { accepted: number; mayEnd: boolean } {
  const utf8 = new Utf8Check();
  let accepted = 0;
  for (const chunk of chunks) {
    if (!utf8.accepts(chunk)) return { accepted, mayEnd: false };
    accepted += chunk.length;
  }
  return { accepted, mayEnd: utf8.end() };
}

describe('accepts, however it is cut,', () => {
  for (const text of [
    '',
    'abc',
    'κόσμε',
    '面条',
    '😀😀',
    '\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}',
  ]) {
    test(JSON.stringify(text), () => {
      const bytes = Uint8Array.from(Buffer.from(text));
      for (const { title, chunks } of chunkings(bytes)) {
        expect(check(chunks), title).toEqual({ accepted: bytes.length, mayEnd: true });
      }
    });
  }
});

describe('refuses, at the first byte that cannot be,', () => {
  const cases: [title: string, source: string, goodBytes: number][] = [
    ['a continuation without a start', '61 80', 1],
    ['overlong forms of two bytes', 'c0 80', 0],
    ['overlong forms of two bytes, the last', 'c1 bf', 0],
    ['overlong forms of three bytes', 'e0 9f bf', 1],
    ['overlong forms of four bytes', 'f0 8f bf bf', 1],
    ['the first surrogate', 'ed a0 80', 1],
    ['the last surrogate', 'ed bf bf', 1],
    ['what is above U+10FFFF', 'f4 90 80 80', 1],
    ['starts of more than four bytes', 'f5 80 80 80', 0],
    ['bytes that UTF-8 never has', 'fe', 0],
    ['a letter that is not finished', 'e2 82 61', 2],
    ['a good start and a bad end', 'ce ba e1 bd b9 cf 83 ce bc ce b5 f4 90 80 80 65', 12],
  ];
  for (const [title, source, goodBytes] of cases) {
    test(title, () => {
      const bytes = Uint8Array.from(wireBytes(source));
      expect(check([bytes]).mayEnd).toBe(false);
      expect(check(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual({
        accepted: goodBytes,
        mayEnd: false,
      });
    });
  }
});

test('may not end within a letter', () => {
  expect(check([wireBytes('f0 9f 98')])).toEqual({ accepted: 3, mayEnd: false });
});

test('begins anew after an end', () => {
  const utf8 = new Utf8Check();
  utf8.accepts(wireBytes('f0 9f'));
  expect(utf8.end()).toBe(false);
  expect(utf8.accepts(wireBytes('80'))).toBe(false);
  utf8.accepts(wireBytes('61'));
  expect(utf8.end()).toBe(true);
});
