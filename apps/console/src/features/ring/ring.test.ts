import { describe, expect, test } from 'vitest';
import {
  chimed,
  chimedReminders,
  insistence,
  popUpIds,
  quieted,
  silentRing,
  unquieted,
  untilChimeMs,
  unrungIds,
  unrungReminderIds,
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

describe('a reminder', () => {
  const ringing = chimed(withWaiting(silentRing, [1, 2]), 10_000);
  const reminded = withWaiting(ringing, [1, 2], new Map([[2, '02:05']]));

  test('rings soon, and once', () => {
    expect(unrungReminderIds(reminded)).toEqual([2]);
    expect(untilChimeMs(reminded, now)).toBe(500);
    const rung = chimedReminders(reminded, 11_500);
    expect(unrungReminderIds(rung)).toEqual([]);
    expect(untilChimeMs(rung, { ...now, nowMs: 11_500 })).toBe(8000);
  });

  test('rings again when it comes again', () => {
    const again = withWaiting(chimedReminders(reminded, 11_500), [1, 2], new Map([[2, '02:06']]));
    expect(unrungReminderIds(again)).toEqual([2]);
  });

  test('brings back the pop-up of its order, and no other', () => {
    const put = quieted(ringing);
    expect(popUpIds(withWaiting(put, [1, 2], new Map([[2, '02:05']])))).toEqual([2]);
  });

  test('is forgotten with its order', () => {
    expect(unrungReminderIds(withWaiting(reminded, [1]))).toEqual([]);
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
