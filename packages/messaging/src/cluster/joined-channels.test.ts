import { expect, test } from 'vitest';
import { JoinedChannels } from './joined-channels.ts';

function open() {
  const calls: string[] = [];
  const answers: (() => void)[] = [];
  const channels = new JoinedChannels({
    join: (channel) => {
      calls.push(`join ${channel}`);
      return new Promise((resolve) => answers.push(resolve));
    },
    leave: (channel) => calls.push(`leave ${channel}`),
  });
  return { calls, answers, channels };
}

test('a channel is joined for the first and left after the last', () => {
  const { calls, channels } = open();
  void channels.join('a');
  void channels.join('a');
  channels.leave('a');
  expect(calls).toEqual(['join a']);
  channels.leave('a');
  channels.leave('a');
  expect(calls).toEqual(['join a', 'leave a']);
});

test('whoever comes while it is being joined waits too, and whoever comes after does not', async () => {
  const { answers, channels } = open();
  const first = channels.join('a');
  const second = channels.join('a');
  expect(second).toBe(first);
  answers[0]?.();
  await second;
  expect(channels.join('a')).toBeUndefined();
});

test('a channel that was left is joined anew', () => {
  const { calls, channels } = open();
  void channels.join('a');
  channels.leave('a');
  void channels.join('a');
  expect(calls).toEqual(['join a', 'leave a', 'join a']);
});
