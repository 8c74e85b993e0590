import { expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import { mergeRegistries } from './merged-registry.ts';

function merge() {
  const [here, there] = [new TestEngine(), new TestEngine()];
  return { here, there, merged: mergeRegistries(here.directory, there.directory) };
}

test('users and sessions of both are seen as of one', () => {
  const { here, there, merged } = merge();
  const [phone, desk] = [here.connect({ name: 'ann' }).session, there.connect({ name: 'ann' }).session];
  there.connect({ name: 'dan' });
  const bob = there.connect({ name: 'bob' }).session;
  here.connect({ name: 'cyd' });
  expect([...merged.userNames()].toSorted()).toEqual(['ann', 'bob', 'cyd', 'dan']);
  expect([merged.userCount, merged.sessionCount]).toEqual([4, 5]);
  expect(merged.sessionIdsOf('ann')).toEqual([phone.id, desk.id]);
  expect(merged.sessionIdsOf('bob')).toEqual([bob.id]);
  expect(merged.sessionIdsOf('nobody')).toEqual([]);
  expect([...merged.sessionsOf('ann')].map(({ id }) => id)).toEqual([phone.id, desk.id]);
  expect([...merged.sessions()]).toHaveLength(5);
  expect(merged.session(bob.id)).toMatchObject({ id: bob.id, userName: 'bob' });
});

test('changes of both are told, until one listens no more', () => {
  const { here, there, merged } = merge();
  const told: string[] = [];
  const stop = merged.onChange(({ type, session }) => told.push(`${session.userName ?? ''} ${type}`));
  const ann = here.connect({ name: 'ann' });
  there.connect({ name: 'bob' }).session.end();
  stop();
  ann.session.end();
  expect(told).toEqual(['ann arrived', 'bob arrived', 'bob left']);
});
