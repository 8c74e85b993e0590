import { expect, test } from 'vitest';
import { KNOWN_WORDS, knownWord } from './known-words.ts';

const encoder = new TextEncoder();

test('every known word is found by its bytes', () => {
  const found = KNOWN_WORDS.map((word) => {
    const bytes = encoder.encode(`<${word}>`);
    return knownWord(bytes, 1, bytes.length - 1);
  });
  expect(found).toEqual(KNOWN_WORDS);
});

test('a word one byte off is not taken for it', () => {
  for (const word of KNOWN_WORDS) {
    for (let index = 0; index < word.length; index += 1) {
      const bytes = encoder.encode(word);
      bytes[index] = (bytes[index] ?? 0) ^ 0x20;
      const text = new TextDecoder().decode(bytes);
      if (!KNOWN_WORDS.includes(text)) expect(knownWord(bytes, 0, bytes.length)).toBeUndefined();
    }
  }
});

test('nothing is not a word', () => {
  expect(knownWord(new Uint8Array(0), 0, 0)).toBeUndefined();
});
