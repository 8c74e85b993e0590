import { expect, test } from 'vitest';
import { chinaDay, formatAgo, formatFen, formatUntil, prettify } from './format.ts';
import { WORDS } from './words/index.ts';

const now = Date.parse('2026-11-21T04:00:00Z');
const inSeconds = (seconds: number) => new Date(now + seconds * 1_000).toISOString();

test('writes fen as money', () => {
  expect(formatFen(1250)).toBe('¥12.50');
  expect(formatFen(0)).toBe('¥0.00');
});

test.each([
  [15, '15 秒'],
  [119, '119 秒'],
  [180, '3 分'],
  [3 * 3_600, '3 小时'],
  [0, undefined],
  [-5, undefined],
])('a wait of %i s is %s', (seconds, expected) => {
  expect(formatUntil(inSeconds(seconds), now, WORDS.zh)).toBe(expected);
});

test('tells how long ago in minutes', () => {
  expect(formatAgo(inSeconds(-59), now, WORDS.en)).toBe('just now');
  expect(formatAgo(inSeconds(-130), now, WORDS.en)).toBe('2 min ago');
});

test('breaks JSON into lines and leaves other text alone', () => {
  expect(prettify('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettify('no')).toBe('no');
});

test('knows which day it is in China', () => {
  expect(chinaDay(Date.parse('2026-11-21T15:59:59Z'))).toBe('2026-11-21');
  expect(chinaDay(Date.parse('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
});
