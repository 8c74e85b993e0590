import { describe, expect, test } from 'vitest';
import { createWords } from './i18n/index.ts';
import type { Translate } from './i18n/index.ts';
import { durationText, momentText, shopMomentText } from './time-text.ts';

const t: Translate = (key, values) => createWords('zh').global.t(key, values ?? {});

describe('durationText', () => {
  test.each([
    [0, '0 秒'],
    [59_999, '59 秒'],
    [130_000, '2 分 10 秒'],
    [120_000, '2 分'],
    [3_600_000, '1 小时'],
    [3_900_000, '1 小时 5 分'],
  ])('says %i ms as %s', (ms, text) => {
    expect(durationText(t, ms)).toBe(text);
  });

  test('leaves the seconds out where they do not matter', () => {
    expect(durationText(t, 130_000, false)).toBe('2 分');
  });
});

test('a moment is told with its day when that is not today', () => {
  const now = new Date(2026, 10, 21, 12, 0).getTime();
  expect(momentText('zh', new Date(2026, 10, 21, 14, 5).getTime(), now)).toBe('14:05');
  expect(momentText('zh', new Date(2026, 10, 22, 0, 0).getTime(), now)).toBe('11月22日 00:00');
  expect(momentText('en', new Date(2026, 10, 20, 23, 59).getTime(), now)).toBe('20 Nov 23:59');
});

test('a moment of money is told in the shop’s time, wherever the device is', () => {
  const now = Date.parse('2026-11-21T15:59:00Z');
  expect(shopMomentText('zh', Date.parse('2026-11-20T16:05:00Z'), now)).toBe('00:05');
  expect(shopMomentText('zh', Date.parse('2026-11-20T15:59:00Z'), now)).toBe('11月20日 23:59');
  expect(shopMomentText('en', Date.parse('2026-11-21T16:00:00Z'), now)).toBe('22 Nov 00:00');
});
