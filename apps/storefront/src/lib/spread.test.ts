import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSpread } from './spread.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('puts work off by some part of two seconds', () => {
  const work = vi.fn();
  createSpread(() => 0.75)(work);
  vi.advanceTimersByTime(1_499);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledOnce();
});

test('does nothing that was called off', () => {
  const work = vi.fn();
  createSpread(() => 0.5)(work)();
  vi.advanceTimersByTime(60_000);
  expect(work).not.toHaveBeenCalled();
});
