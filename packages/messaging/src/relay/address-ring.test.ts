import { expect, test } from 'vitest';
import { TimerWheel } from '../core/timer-wheel.ts';
import { AddressRing } from './address-ring.ts';

const [one, two, three] = [1, 2, 3].map((port) => ({ host: 'broker', port })) as [
  { host: string; port: number },
  { host: string; port: number },
  { host: string; port: number },
];

test('lets each new connection begin with another address', () => {
  const ring = new AddressRing([one, two, three], new TimerWheel(0));
  expect([ring.next(), ring.next(), ring.next(), ring.next()]).toEqual([
    [one, two, three],
    [two, three, one],
    [three, one, two],
    [one, two, three],
  ]);
});

test('tries an address that failed after the others, for half a minute', () => {
  const timers = new TimerWheel(0);
  const ring = new AddressRing([one, two], timers);
  ring.failed(one);
  expect(ring.next()).toEqual([two, one]);
  expect(ring.next()).toEqual([two, one]);
  timers.advance(31_000);
  expect(ring.next()).toEqual([one, two]);
});

test('forgives an address at once when it answers', () => {
  const ring = new AddressRing([one, two], new TimerWheel(0));
  ring.failed(one);
  ring.connected(one);
  expect(ring.next()).toEqual([one, two]);
});
