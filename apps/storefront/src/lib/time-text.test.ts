import { expect, test } from 'vitest';
import { clockText, leftText } from './time-text.ts';

test('writes the time of day with two figures each', () => {
  expect(clockText('2026-11-21T04:05:00Z', 'zh')).toMatch(/^\d\d:05$/);
});

test('counts what is left down to nothing and no further', () => {
  expect([300_999, 60_000, 59_400, 1_000, 999, -5_000].map(leftText)).toEqual([
    '5:00',
    '1:00',
    '0:59',
    '0:01',
    '0:00',
    '0:00',
  ]);
});
