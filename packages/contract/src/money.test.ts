import { expect, test } from 'vitest';
import { formatFen } from './money.ts';

test('writes fen as yuan with two decimals', () => {
  expect([0, 5, 100, 1250, 123_456].map(formatFen)).toEqual([
    '¥0.00',
    '¥0.05',
    '¥1.00',
    '¥12.50',
    '¥1234.56',
  ]);
});

test('puts the sign before the currency mark', () => {
  expect(formatFen(-1250)).toBe('-¥12.50');
});
