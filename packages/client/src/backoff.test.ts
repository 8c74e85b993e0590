import { describe, expect, test } from 'vitest';
import { DEFAULT_BACKOFF, backoffMs } from './backoff.ts';

describe('backoffMs', () => {
  const waits = (chance: number, jitter = 1) =>
    [0, 1, 2, 3, 4, 5, 6, 5000].map((attempt) => backoffMs({ ...DEFAULT_BACKOFF, jitter }, attempt, chance));

  test('doubles the longest wait up to the limit', () => {
    expect(waits(0)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  test('leaves the whole wait to chance at full jitter', () => {
    expect(waits(0.5)).toEqual([250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });

  test('leaves only a part to chance at less', () => {
    expect(waits(0.5, 0.2)).toEqual([450, 900, 1800, 3600, 7200, 13_500, 13_500, 13_500]);
    expect(waits(0.5, 0)).toEqual(waits(0));
  });
});
