import { expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import { placeOf, SubscriberGroups } from './subscriber-groups.ts';

const engine = new TestEngine();

function sizes(groups: SubscriberGroups): number[] {
  return [...groups.all()].map(({ members }) => members.length);
}

test('subscribers share a group when their frames are the same', () => {
  const groups = new SubscriberGroups();
  const newer = engine.connect().session;
  const older = engine.connect(undefined, '1.1').session;
  groups.add(placeOf('1', '1.2'), newer);
  groups.add(placeOf('1', '1.2'), newer);
  groups.add(placeOf('2', '1.2'), newer);
  groups.add(placeOf('1', '1.1'), older);
  groups.add(placeOf(undefined, '1.1'), older);
  expect(sizes(groups)).toEqual([2, 1, 1, 1]);
});

test('removing one leaves the others, whichever it is, and twice is once', () => {
  const groups = new SubscriberGroups();
  const { session } = engine.connect();
  const members = [1, 2, 3, 4].map(() => groups.add(placeOf('1', '1.2'), session));
  for (const index of [0, 3, 0, 1]) {
    const member = members[index];
    if (member) groups.remove(member);
  }
  expect([...groups.all()].flatMap((group) => group.members)).toEqual([members[2]]);
  if (members[2]) groups.remove(members[2]);
  expect(groups.isEmpty).toBe(true);
});
