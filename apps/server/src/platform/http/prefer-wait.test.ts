import { expect, test } from 'vitest';
import { readPreferredWait } from './prefer-wait.ts';

test.each([
  ['wait=10', 10],
  ['Wait = "10"', 10],
  ['respond-async, wait=10', 10],
  ['respond-async;x=1, wait=0;y', 0],
  ['wait=10, wait=20', 10],
  [['respond-async', 'wait=7'], 7],
  ['wait', undefined],
  ['wait=-1', undefined],
  ['wait=soon, wait=20', undefined],
  ['waiting=10', undefined],
  ['', undefined],
  [undefined, undefined],
])('Prefer: %s asks for %s seconds', (header, seconds) => {
  expect(readPreferredWait(header)).toBe(seconds);
});
