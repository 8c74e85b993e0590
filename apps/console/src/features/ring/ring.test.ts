import type { RingStep } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import {
  chimed,
  chimedReminders,
  furthestStep,
  insistence,
  popUpIds,
  quieted,
  rungHere,
  silentRing,
  unquieted,
  untilChimeMs,
  unrungIds,
  unrungReminderIds,
  withWaiting,
} from './ring.ts';
import { aRing, anOrder } from '../../testing/orders.ts';

const ringing = (id: number, step: RingStep) => anOrder(id, { ring: aRing({ step }) });

/** One second after the chime of these tests, that of its first step. */
const now = { nowMs: 11_000, step: 'ring' } as const;

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
  test('is first louder, then faster', () => {
    const [ring, louder, everywhere, managers] = (['ring', 'louder', 'everywhere', 'managers'] as const).map(
      insistence,
    );
    expect(louder?.loudness).toBeGreaterThan(ring?.loudness ?? 1);
    expect(louder?.repeatEveryMs).toBe(ring?.repeatEveryMs);
    expect(everywhere?.repeatEveryMs).toBeLessThan(louder?.repeatEveryMs ?? 0);
    expect(managers?.repeatEveryMs).toBeLessThan(everywhere?.repeatEveryMs ?? 0);
  });

  test('is that of the order that has come furthest', () => {
    expect(furthestStep([anOrder(1), ringing(2, 'everywhere'), ringing(3, 'louder')])).toBe('everywhere');
    expect(furthestStep([anOrder(1)])).toBe('ring');
  });
});

describe('a device that is spared', () => {
  const orders = [anOrder(1), ringing(2, 'louder'), ringing(3, 'everywhere'), ringing(4, 'managers')];

  test('rings only for what nobody answers', () => {
    expect(rungHere(orders, 'when_nobody_answers').map(({ id }) => id)).toEqual([3, 4]);
    expect(rungHere(orders, 'at_once')).toEqual(orders);
  });
});
