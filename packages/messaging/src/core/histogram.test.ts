import { expect, test } from 'vitest';
import { Histogram } from './histogram.ts';

test('a histogram counts each duration in its bucket and in all that are longer', () => {
  const histogram = new Histogram();
  for (const ms of [0, 0.1, 0.3, 7, 60_000]) histogram.observe(ms);
  const { buckets, count, sumMs } = histogram.read();
  const upTo = new Map(buckets.map((bucket) => [bucket.upToMs, bucket.count]));
  expect([0.1, 0.25, 0.5, 5, 10, 10_000].map((ms) => upTo.get(ms))).toEqual([2, 2, 3, 3, 4, 4]);
  expect(count).toBe(5);
  expect(sumMs).toBeCloseTo(60_007.4);
});

test('a histogram without durations shows all its buckets, empty', () => {
  const { buckets, count, sumMs } = new Histogram().read();
  expect(buckets).toHaveLength(16);
  expect(buckets.every((bucket) => bucket.count === 0)).toBe(true);
  expect([count, sumMs]).toEqual([0, 0]);
});
