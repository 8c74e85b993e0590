import { expect, test } from 'vitest';
import { DEFAULT_HANDLING, withHandlingDefaults } from './handling-options.ts';

test('what is not given is filled in, also where it is undefined in so many words', () => {
  const options = { maxQueued: 1, replyPrefix: undefined } as { maxQueued: number };
  expect(withHandlingDefaults(options)).toEqual({ ...DEFAULT_HANDLING, maxQueued: 1 });
});

test.each([0, -1, NaN, Infinity])('a time limit of %d is refused', (timeLimitMs) => {
  expect(() => withHandlingDefaults({ timeLimitMs })).toThrow(RangeError);
});
