import { test as propertyTest } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StompError } from './stomp-error.ts';
import { decodeText, decodeUtf8Portably } from './text.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function strictText(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function portableText(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8Portably(bytes, 0, bytes.length);
  } catch (error) {
    if (error instanceof StompError && error.code === 'invalid_utf8') return undefined;
    throw error;
  }
}

describe('decodeText', () => {
  test.each(['', 'a', 'ab', 'abc', '中文🍜', 'x'.repeat(100), '中'.repeat(100), '\ufeffx'])(
    'reads %j',
    (text) => {
      expect(decodeText(new TextEncoder().encode(text))).toBe(text);
    },
  );

  test.each([1, 100])('refuses bytes that are not UTF-8, in texts of %d bytes', (length) => {
    const bytes = new Uint8Array(length).fill(0x61);
    bytes[length - 1] = 0xff;
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ code: 'invalid_utf8' }));
  });
});

describe('the portable decoder', () => {
  test('agrees with the platform on every lead and second byte', () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => byte);
    const sequences = bytes
      .filter((lead) => lead >= 0x80)
      .flatMap((lead) => bytes.map((second) => [lead, second]))
      .flatMap((start) =>
        [[], [0x80], [0x80, 0x80], [0xbf, 0xbf]].map((rest) => Uint8Array.of(...start, ...rest)),
      );
    expect(sequences.filter((sequence) => portableText(sequence) !== strictText(sequence))).toEqual([]);
  });

  propertyTest.prop([fc.uint8Array()])('agrees with the platform on random bytes', (bytes) => {
    expect(portableText(bytes)).toBe(strictText(bytes));
  });

  propertyTest.prop([fc.string({ unit: 'binary' })])('reads all text', (text) => {
    expect(portableText(new TextEncoder().encode(text))).toBe(text.toWellFormed());
  });
});
