import { expect, test } from 'vitest';
import { createCounters } from '../core/counters.ts';
import { QueueUsage } from './queue-usage.ts';

function fill(usage: QueueUsage, sender?: string): number {
  let bytes = 0;
  for (; usage.hasRoomFor({ sender, bytes: 1 }); bytes += 1) usage.add({ sender, bytes: 1 });
  return bytes;
}

test('leaves as much as the greediest has, and all of it to the application', () => {
  const counters = createCounters();
  const usage = new QueueUsage(1_000, counters);
  expect([fill(usage, 'ann'), fill(usage, 'bob'), fill(usage, 'ann')]).toEqual([500, 250, 0]);
  expect(usage.hasRoomFor({ sender: 'eve', bytes: 251 })).toBe(false);
  expect(usage.hasRoomFor({ sender: 'eve', bytes: 250 })).toBe(true);
  expect(fill(usage)).toBe(250);
  expect([counters.queuedMessages, counters.queuedBytes]).toEqual([1_000, 1_000]);
});

test('gives back what was taken, to whose it was', () => {
  const counters = createCounters();
  const usage = new QueueUsage(1_000, counters);
  usage.add({ sender: 'ann', bytes: 500 });
  usage.add({ sender: 'bob', bytes: 100 });
  usage.subtract({ sender: 'ann', bytes: 500 });
  expect([counters.queuedMessages, counters.queuedBytes]).toEqual([1, 100]);
  expect(usage.hasRoomFor({ sender: 'ann', bytes: 900 })).toBe(true);
  expect(usage.hasRoomFor({ sender: 'bob', bytes: 900 })).toBe(false);
});
