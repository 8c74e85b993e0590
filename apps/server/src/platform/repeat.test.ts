import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from './logging.ts';
import { repeat } from './repeat.ts';

const logger = createLogger({ level: 'silent' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('runs again and again until it is stopped, failures or not', async () => {
  const work = vi.fn(() => Promise.reject(new Error('no')));
  const stop = repeat(1_000, work, { logger });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(work).toHaveBeenCalledTimes(3);
  stop();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(work).toHaveBeenCalledTimes(3);
});

test('may run at once, and then as usual', async () => {
  const work = vi.fn(() => Promise.resolve());
  const stop = repeat(1_000, work, { logger, atOnce: true });
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(2);
  stop();
});

test('does not overtake a run that takes long', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const work = vi.fn(async () => promise);
  const stop = repeat(1_000, work, { logger });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(work).toHaveBeenCalledTimes(1);
  resolve(undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(2);
  stop();
});
