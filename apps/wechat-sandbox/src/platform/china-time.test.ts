import { expect, test } from 'vitest';
import { fromWeChatTime, toChinaDay, toChinaTime } from './china-time.ts';

const lateEvening = Date.UTC(2026, 10, 21, 16, 30, 5, 999);

test('writes whole seconds in China’s time', () => {
  expect(toChinaTime(lateEvening)).toBe('2026-11-22T00:30:05+08:00');
  expect(toChinaDay(lateEvening)).toBe('20261122');
});

test('reads a moment with a numeric offset', () => {
  expect(fromWeChatTime('2026-11-22T00:30:05+08:00')).toBe(Date.UTC(2026, 10, 21, 16, 30, 5));
});

test.each([
  '2026-11-22T00:30:05Z',
  '2026-11-22T00:30:05.123+08:00',
  '2026-11-22 00:30:05',
  '2026-13-40T00:30:05+08:00',
  '',
])('refuses %j', (text) => {
  expect(fromWeChatTime(text)).toBeUndefined();
});
