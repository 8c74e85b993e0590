import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock, withoutStepsBack } from './clock.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setBack(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  vi.setSystemTime(Date.now() - 3_600_000);
}

describe('the system clock', () => {
  test('counts what has elapsed without regard to the wall clock', () => {
    const before = systemClock.elapsed();
    setBack();
    const after = systemClock.elapsed();
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after).toBeLessThan(before + 60_000);
  });

  // Mini programs have no `performance`.
  test('never steps back where there is but the wall clock', () => {
    vi.stubGlobal('performance', undefined);
    const before = systemClock.elapsed();
    setBack();
    const after = systemClock.elapsed();
    expect(after).toBeGreaterThanOrEqual(before);
    vi.advanceTimersByTime(1_000);
    expect(systemClock.elapsed() - after).toBe(1_000);
  });
});

test('a clock without steps back takes one for no time at all, and goes on from there', () => {
  const told = [100, 150, 20, 60, 10, 15];
  const elapsed = withoutStepsBack(() => told.shift() ?? NaN);
  expect([elapsed(), elapsed(), elapsed(), elapsed(), elapsed(), elapsed()]).toEqual([
    100, 150, 150, 190, 190, 195,
  ]);
});
