import { describe, expect, test } from 'vitest';
import { byDay, chinaDay, dayText, daysBefore, isDay } from './china-day.ts';

test('a day in China begins at 16:00 UTC', () => {
  expect(chinaDay(Date.parse('2026-11-20T15:59:59.999Z'))).toBe('2026-11-20');
  expect(chinaDay(Date.parse('2026-11-20T16:00:00.000Z'))).toBe('2026-11-21');
});

test.each([
  ['2026-11-21', 1, '2026-11-20'],
  ['2026-03-01', 1, '2026-02-28'],
  ['2026-12-31', -1, '2027-01-01'],
])('from %s, %i before is %s', (day, days, before) => {
  expect(daysBefore(day, days)).toBe(before);
});

describe('a day of the address', () => {
  test('is one that there is', () => {
    expect(isDay('2028-02-29')).toBe(true);
  });
  test.each(['2026-02-30', '2026-13-01', '21.11.2026', '', undefined, null])('is not %s', (text) => {
    expect(isDay(text)).toBe(false);
  });
});

test('a day is said with its weekday', () => {
  expect(dayText('zh', '2026-11-20')).toBe('11月20日周五');
  expect(dayText('en', '2026-11-20')).toBe('Fri 20 Nov');
});

test('a list stands under the days in China, in its own order', () => {
  const moments = ['2026-11-21T02:00:00.000Z', '2026-11-20T16:00:00.000Z', '2026-11-20T15:59:00.000Z'];
  expect(byDay(moments, (at) => at)).toEqual([
    ['2026-11-21', moments.slice(0, 2)],
    ['2026-11-20', moments.slice(2)],
  ]);
});
