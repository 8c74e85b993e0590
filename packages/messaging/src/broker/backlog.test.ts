import { expect, test } from 'vitest';
import { createCounters } from '../core/counters.ts';
import { createMessage } from '../core/message.ts';
import { Backlog } from './backlog.ts';
import { hold } from './held-message.ts';
import type { HeldMessage } from './held-message.ts';
import { QueueUsage } from './queue-usage.ts';

function held(id: string | number): HeldMessage {
  const message = { id: String(id), destination: '/queue/a', headers: {}, body: Buffer.from(`${id}`) };
  return hold(createMessage(message), { order: Number(id), cameMs: 0, sender: 'ann' });
}

function takeAll(backlog: Backlog): (string | undefined)[] {
  const ids: (string | undefined)[] = [];
  for (let next = backlog.take(); next; next = backlog.take()) ids.push(next.message.headers['message-id']);
  return ids;
}

test('gives in order what was put in, and first what was put back', () => {
  const backlog = new Backlog(new QueueUsage(Infinity, createCounters()));
  for (const id of [1, 2, 3, 4]) backlog.push(held(id));
  const returned = [backlog.take(), backlog.take()].filter((one) => one !== undefined);
  backlog.push(held(5));
  backlog.putBack(returned);
  expect(backlog.size).toBe(5);
  expect(backlog.oldest).toBe(returned[0]);
  expect(takeAll(backlog)).toEqual(['1', '2', '3', '4', '5']);
  expect(backlog.size).toBe(0);
});

test('counts what it holds into the usage of all', () => {
  const counters = createCounters();
  const usage = new QueueUsage(Infinity, counters);
  usage.add({ sender: undefined, bytes: 1_000 });
  const backlog = new Backlog(usage);
  const [one, two] = [held(1), held(1_000)];
  backlog.push(one);
  backlog.push(two);
  expect(counters.queuedBytes).toBe(1_000 + one.bytes + two.bytes);
  const taken = backlog.take();
  expect(counters.queuedBytes).toBe(1_000 + two.bytes);
  if (taken) backlog.putBack([taken]);
  takeAll(backlog);
  expect([counters.queuedMessages, counters.queuedBytes]).toEqual([1, 1_000]);
});

test('keeps order and count when it gives back room', () => {
  const backlog = new Backlog(new QueueUsage(Infinity, createCounters()));
  const expected: string[] = [];
  const taken: (string | undefined)[] = [];
  for (let id = 0; id < 5_000; id += 1) {
    backlog.push(held(id));
    expected.push(String(id));
    if (id % 3 !== 0) taken.push(backlog.take()?.message.headers['message-id']);
  }
  expect(backlog.size).toBe(5_000 - taken.length);
  expect([...taken, ...takeAll(backlog)]).toEqual(expected);
});
