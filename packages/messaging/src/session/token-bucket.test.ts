import { expect, test } from 'vitest';
import { TimerWheel } from '../core/timer-wheel.ts';
import { TokenBucket } from './token-bucket.ts';

test('a bucket gives so much at once, and so much per second from then on', () => {
  const timers = new TimerWheel(0);
  const bucket = new TokenBucket(timers, 10, 25);
  expect([bucket.take(20), bucket.take(5), bucket.take(1)]).toEqual([true, true, false]);
  timers.advance(500);
  expect([bucket.take(5), bucket.take(1)]).toEqual([true, false]);
});

test('what does not fit is not taken in part', () => {
  const bucket = new TokenBucket(new TimerWheel(0), 10, 25);
  expect([bucket.take(26), bucket.take(25)]).toEqual([false, true]);
});

test('a bucket holds no more than it began with, however long nobody takes', () => {
  const timers = new TimerWheel(0);
  const bucket = new TokenBucket(timers, 10, 25);
  timers.advance(3_600_000);
  expect([bucket.take(25), bucket.take(1)]).toEqual([true, false]);
});
