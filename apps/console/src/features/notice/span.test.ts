import { expect, test } from 'vitest';
import { endOf, SPANS } from './span.ts';

const noon = new Date(2026, 10, 21, 12, 0).getTime();

test('an announcement ends after its hours, at midnight, or not at all', () => {
  expect(SPANS.map((span) => endOf(span, noon))).toEqual([
    null,
    new Date(2026, 10, 21, 13, 0).toISOString(),
    new Date(2026, 10, 21, 15, 0).toISOString(),
    new Date(2026, 10, 22, 0, 0).toISOString(),
  ]);
});

test('one that begins right before midnight still ends at midnight', () => {
  const late = new Date(2026, 11, 31, 23, 59, 59).getTime();
  expect(endOf('day', late)).toBe(new Date(2027, 0, 1, 0, 0).toISOString());
});
