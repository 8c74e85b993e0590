import { expect, test } from 'vitest';
import { urgency } from './age.ts';

const minute = 60_000;

test.each([
  ['waiting', 0, 'calm'],
  ['waiting', 3 * minute - 1, 'calm'],
  ['waiting', 3 * minute, 'late'],
  ['waiting', 6 * minute, 'overdue'],
  ['making', 14 * minute, 'calm'],
  ['making', 15 * minute, 'late'],
  ['making', 25 * minute, 'overdue'],
  ['done', 600 * minute, 'calm'],
] as const)('an order %s for %i ms is %s', (column, ageMs, expected) => {
  expect(urgency(column, ageMs)).toBe(expected);
});
