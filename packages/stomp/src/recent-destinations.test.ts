import { expect, test } from 'vitest';
import { readDestination } from './recent-destinations.ts';

test('destinations are told apart, however many there are and however often they come', () => {
  const texts = Array.from({ length: 20_000 }, (_, n) => `/topic/${'x'.repeat(n % 150)}${n}`);
  for (const text of [...texts, ...texts, ...texts.toReversed()]) {
    const bytes = new TextEncoder().encode(`>${text}<`);
    expect(readDestination(bytes, 1, bytes.length - 1)).toBe(text);
  }
});

test('one that begins as another does is not taken for it', () => {
  const bytes = new TextEncoder().encode('/topic/ab');
  const lengths = [9, 8, 7, 9, 8, 0].map((end) => readDestination(bytes, 0, end).length);
  expect(lengths).toEqual([9, 8, 7, 9, 8, 0]);
});
