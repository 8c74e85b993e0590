import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

const OPTIONS = { minMs: 1_000, maxMs: 6_000, jitter: 0.5 };

function waitsOf(backOff: BackOff, count: number): number[] {
  return Array.from({ length: count }, () => backOff.nextMs());
}

test('waits twice as long each time, up to the limit', () => {
  expect(waitsOf(new BackOff(OPTIONS, () => 0), 5)).toEqual([1_000, 2_000, 4_000, 6_000, 6_000]);
});

test('leaves its part to chance, and never waits longer for it', () => {
  expect(waitsOf(new BackOff(OPTIONS, () => 0.5), 3)).toEqual([750, 1_500, 3_000]);
});

test('begins anew after a success', () => {
  const backOff = new BackOff(OPTIONS, () => 0);
  waitsOf(backOff, 3);
  backOff.reset();
  expect(backOff.nextMs()).toBe(1_000);
});

test('counts no further than a number goes', () => {
  expect(waitsOf(new BackOff(OPTIONS, () => 0), 2_000).at(-1)).toBe(6_000);
});
