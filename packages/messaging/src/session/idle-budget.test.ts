import { expect, test } from 'vitest';
import { TimerWheel } from '../core/timer-wheel.ts';
import { IdleBudget } from './idle-budget.ts';

const PER_SECOND = 10;

function budget() {
  const timers = new TimerWheel(0);
  return { timers, idle: new IdleBudget(timers, PER_SECOND) };
}

test('a line end costs one, in four seconds’ worth at once', () => {
  const { timers, idle } = budget();
  expect([idle.take(40, 40, false), idle.take(1, 1, false)]).toEqual([true, false]);
  timers.advance(1_000);
  expect([idle.take(10, 10, false), idle.take(1, 1, false)]).toEqual([true, false]);
});

test('a crumb that completes no frame costs one, an empty message too', () => {
  const { idle } = budget();
  for (let n = 0; n < 40; n += 1) expect(idle.take(0, n % 2, false)).toBe(true);
  expect(idle.take(0, 0, false)).toBe(false);
});

test('frames, and large parts of them, are paid for elsewhere', () => {
  const { idle } = budget();
  for (let n = 0; n < 1_000; n += 1) {
    expect([idle.take(0, 1, true), idle.take(0, 256, false)]).toEqual([true, true]);
  }
});
