import { expect, test } from 'vitest';
import { deafReason } from './deafness.ts';

const online = { name: 'online' } as const;
const ready = { taking: true, bell: 'running', line: online, tab: 'here' } as const;
const offline = { name: 'offline', since: 0, retryInMs: 500, reason: '' } as const;

test.each([
  ['before its staff start', false, 'locked', online, 'locked'],
  ['before its staff start, though sound would be free', false, 'running', online, 'locked'],
  ['when the browser paused the sound', true, 'suspended', online, 'suspended'],
  ['when a call took the sound', true, 'interrupted', online, 'interrupted'],
  ['when there is no sound at all', true, 'unsupported', online, 'unsupported'],
  ['when the line is lost', true, 'running', offline, 'line'],
  ['when it tries to get a lost line back', true, 'running', { name: 'connecting', since: 0 }, 'line'],
  ['when the line was refused', true, 'running', { name: 'refused', code: 'x', reason: '' }, 'refused'],
] as const)('a device is deaf %s', (_, taking, bell, line, reason) => {
  expect(deafReason({ taking, bell, line, tab: 'nowhere' })).toBe(reason);
});

test('a device that started, sounds and is online can ring', () => {
  expect(deafReason(ready)).toBeUndefined();
});

test('a device that connects for the first time is not called deaf', () => {
  expect(deafReason({ ...ready, line: { name: 'connecting' } })).toBeUndefined();
});

test('a device that catches up can ring', () => {
  expect(deafReason({ ...ready, line: { name: 'catching-up', remaining: 3 } })).toBeUndefined();
});

test('a tab needs no sound of its own while another one rings, but its line', () => {
  const other = { ...ready, taking: false, bell: 'locked', tab: 'elsewhere' } as const;
  expect(deafReason(other)).toBeUndefined();
  expect(deafReason({ ...other, line: offline })).toBe('line');
});
