import { describe, expect, test } from 'vitest';
import { createWords } from './i18n/index.ts';
import type { Translate } from './i18n/index.ts';
import { durationText, momentText } from './time-text.ts';

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
