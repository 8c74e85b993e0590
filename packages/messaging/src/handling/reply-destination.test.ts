import { expect, test } from 'vitest';
import { compileReplyDestination } from './reply-destination.ts';

test.each([
  ['/topic/notice', '/topic/notice'],
  ['/topic/rooms/{room}', '/topic/rooms/7'],
  ['/topic/{room}.{name}/x', '/topic/7.面/x'],
])('%s becomes %s', (template, destination) => {
  const fill = compileReplyDestination(template, new Set(['room', 'name']));
  expect(fill({ room: '7', name: '面' })).toBe(destination);
});

test('a variable that the path has not is refused before the first message', () => {
  expect(() => compileReplyDestination('/topic/{other}', new Set(['room']))).toThrow(/\{other\}.*has not/);
});
