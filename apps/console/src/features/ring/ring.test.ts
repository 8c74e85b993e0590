import { describe, expect, test } from 'vitest';
import {
  chimed,
  insistence,
  popUpIds,
  quieted,
  silentRing,
  unquieted,
  untilChimeMs,
  unrungIds,
  withWaiting,
} from './ring.ts';

/** One second after the chime of these tests, with a short wait. */
const now = { nowMs: 11_000, longestWaitMs: 1000 };

describe('the ring', () => {
  test('is silent while nothing waits', () => {
    expect(untilChimeMs(silentRing, now)).toBeUndefined();
  });

  test('is due at once for the first order', () => {
    expect(untilChimeMs(withWaiting(silentRing, [1]), now)).toBe(0);
  });

  test('repeats every 8 s until every order is accepted', () => {
    const ring = chimed(withWaiting(silentRing, [1, 2]), 10_000);
    expect(untilChimeMs(ring, now)).toBe(7000);
    expect(untilChimeMs(withWaiting(ring, [2]), now)).toBe(7000);
    expect(untilChimeMs(withWaiting(ring, []), now)).toBeUndefined();
  });

  test('rings soon for another order, but not into the last chime', () => {
    const ring = withWaiting(chimed(withWaiting(silentRing, [1]), 10_000), [1, 2]);
    expect(unrungIds(ring)).toEqual([2]);
    expect(untilChimeMs(ring, now)).toBe(500);
  });

  test('rings at once for an order that comes after all were accepted', () => {
    const quiet = withWaiting(chimed(withWaiting(silentRing, [1]), 10_000), []);
    expect(untilChimeMs(withWaiting(quiet, [2]), now)).toBe(0);
  });

  test('is due at once when its time is long over, as after sleep', () => {
    const ring = chimed(withWaiting(silentRing, [1]), 10_000);
    expect(untilChimeMs(ring, { ...now, nowMs: 9_000_000 })).toBe(0);
  });

  test('never waits longer than its gap, whatever it is told of the time', () => {
    const ring = chimed(withWaiting(silentRing, [1]), 10_000);
    expect(untilChimeMs(ring, { ...now, nowMs: -3_600_000 })).toBe(8000);
    expect(untilChimeMs(withWaiting(ring, [1, 2]), { ...now, nowMs: -3_600_000 })).toBe(1500);
  });

  test('goes on after the pop-up was put off', () => {
    const ring = quieted(chimed(withWaiting(silentRing, [1]), 10_000));
    expect(popUpIds(ring)).toEqual([]);
    expect(untilChimeMs(ring, now)).toBe(7000);
  });

  test('pops up again only for orders that came after it was put off', () => {
    const ring = withWaiting(quieted(withWaiting(silentRing, [1, 2])), [1, 2, 3]);
    expect(popUpIds(ring)).toEqual([3]);
    expect(popUpIds(unquieted(ring))).toEqual([1, 2, 3]);
  });

  test('takes several orders as one queue, who waits longest first', () => {
    expect(popUpIds(withWaiting(silentRing, [4, 7, 9]))).toEqual([4, 7, 9]);
  });
});

describe('insistence', () => {
  test('first gets louder, then faster', () => {
    const [first, minute, threeMinutes] = [0, 60_000, 180_000].map((waitMs) => insistence(waitMs));
    expect(minute?.loudness).toBeGreaterThan(first?.loudness ?? 1);
    expect(minute?.repeatEveryMs).toBe(first?.repeatEveryMs);
    expect(threeMinutes?.repeatEveryMs).toBeLessThan(minute?.repeatEveryMs ?? 0);
  });

  test('never repeats faster than 5 s, however long an order waits', () => {
    expect(insistence(86_400_000).repeatEveryMs).toBe(5000);
  });
});
