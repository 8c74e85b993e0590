import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onceOrphaned } from './once-orphaned.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('calls back soon after the parent is another one, once', () => {
  let parent = 7;
  const callback = vi.fn();
  onceOrphaned(callback, () => parent);
  vi.advanceTimersByTime(60_000);
  expect(callback).not.toHaveBeenCalled();
  parent = 1;
  vi.advanceTimersByTime(60_000);
  expect(callback).toHaveBeenCalledTimes(1);
});

test('calls nobody back once it has ended', () => {
  let parent = 7;
  const callback = vi.fn();
  onceOrphaned(callback, () => parent)();
  parent = 1;
  vi.advanceTimersByTime(60_000);
  expect(callback).not.toHaveBeenCalled();
});
