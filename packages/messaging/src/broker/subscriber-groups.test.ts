import { expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import { SubscriberGroups } from './subscriber-groups.ts';

const engine = new TestEngine();
const { session } = engine.connect();
const older = engine.connect(undefined, '1.1').session;

function place(id: string | undefined, of = session): Place {
  return placeOf({
    id,
    session: of,
    destination: '/topic/a',
    after: undefined,
    ackMode: 'auto',
    headers: {},
  });
}

function sizes({ all }: SubscriberGroups): number[] {
  return all.map(({ members }) => members.length);
}

test('subscribers share a group when their frames are the same', () => {
  const groups = new SubscriberGroups();
  groups.add(place('1'), session);
  groups.add(place('1'), session);
  groups.add(place('2'), session);
  groups.add(place('1', older), older);
  groups.add(place(undefined, older), older);
  expect(sizes(groups)).toEqual([2, 1, 1, 1]);
});

test('removing one leaves the others, whichever it is, and twice is once', () => {
  const groups = new SubscriberGroups();
  const members = [1, 2, 3, 4].map(() => groups.add(place('1'), session));
  for (const index of [0, 3, 0, 1]) {
    const member = members[index];
    if (member) groups.remove(member);
  }
  expect(groups.all.flatMap((group) => group.members)).toEqual([members[2]]);
  if (members[2]) groups.remove(members[2]);
  expect(groups.isEmpty).toBe(true);
});

test('many groups are found as well as few, and go as they came', () => {
  const groups = new SubscriberGroups();
  const ids = Array.from({ length: 50 }, (_, index) => String(index));
  const members = [...ids, ...ids].map((id) => groups.add(place(id), session));
  expect(sizes(groups)).toEqual(ids.map(() => 2));
  for (const member of members.slice(0, 99)) groups.remove(member);
  expect(sizes(groups)).toEqual([1]);
  groups.add(place('49'), session);
  groups.add(place('7'), session);
  expect(sizes(groups)).toEqual([2, 1]);
});

test('the sole subscriber is known as long as there is but one', () => {
  const groups = new SubscriberGroups();
  expect(groups.sole).toBeUndefined();
  const first = groups.add(place('1'), session);
  expect(groups.sole).toBe(first);
  const second = groups.add(place('2'), session);
  const third = groups.add(place('2'), session);
  expect(groups.sole).toBeUndefined();
  groups.remove(first);
  groups.remove(first);
  expect(groups.sole).toBeUndefined();
  groups.remove(second);
  expect(groups.sole).toBe(third);
  groups.remove(third);
  expect(groups.sole).toBeUndefined();
});
