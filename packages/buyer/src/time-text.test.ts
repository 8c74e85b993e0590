import { expect, test } from 'vitest';
import { clockText, dateText, dayText, leftText } from './time-text.ts';

/** An instant by the clock of whoever runs the tests. */
const at = new Date(2026, 10, 21, 4, 5).toISOString();

test('writes the time of day with two figures each', () => {
  expect(clockText(at)).toBe('04:05');
});

test('writes the day as each language does', () => {
  expect([dayText(at, 'zh'), dayText(at, 'en')]).toEqual(['11月21日 04:05', '21 Nov 04:05']);
});

test('writes a day far away with its year', () => {
  expect([dateText(at, 'zh'), dateText(at, 'en')]).toEqual(['2026年11月21日', '21 Nov 2026']);
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
