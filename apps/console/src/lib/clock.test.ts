import { afterEach, expect, test, vi } from 'vitest';
import { browserClock } from './clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('what has elapsed does not follow the wall clock when that is set back', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const [before, wallBefore] = [browserClock.elapsed(), browserClock.now()];
  vi.setSystemTime(wallBefore - 3_600_000);
  expect(browserClock.now()).toBe(wallBefore - 3_600_000);
  expect(browserClock.elapsed()).toBeGreaterThanOrEqual(before);
});
