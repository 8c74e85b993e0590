import { expect, test } from 'vitest';
import { TimerWheel } from '../core/timer-wheel.ts';
import { Revocations } from './revocations.ts';

test('holds for logins that were asked for before, and for no others', () => {
  const revocations = new Revocations(new TimerWheel(0), 1_000);
  const before = revocations.moment;
  revocations.add({ name: 'ann' });
  revocations.add({ session: 'b1' });
  revocations.add({ sessionId: 'c' });
  const after = revocations.moment;
  const logins = [{ name: 'ann' }, { name: 'bob', session: 'b1' }, { name: 'bob' }, { name: 'c' }];
  expect(logins.map((login) => revocations.include(login, before))).toEqual([true, true, false, false]);
  expect(logins.some((login) => revocations.include(login, after))).toBe(false);
  revocations.add({ name: 'ann' });
  expect(revocations.include({ name: 'ann' }, after)).toBe(true);
});

test('forgets who was sent away longer ago than a login takes', () => {
  const timers = new TimerWheel(0);
  const revocations = new Revocations(timers, 1_000);
  revocations.add({ name: 'ann' });
  timers.advance(1_100);
  revocations.add({ name: 'bob' });
  expect(revocations.include({ name: 'ann' }, 0)).toBe(false);
  expect(revocations.include({ name: 'bob' }, 0)).toBe(true);
});
