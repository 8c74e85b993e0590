import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, withDefaults } from './limits.ts';

test('limits that are not given have their defaults', () => {
  expect(withDefaults({ maxSessions: 5 })).toEqual({ ...DEFAULT_LIMITS, maxSessions: 5 });
});

test.each([0, -1, NaN, Infinity])(
  'a limit of %d is refused: it limits nothing or lets nobody in',
  (value) => {
    expect(() => withDefaults({ sendBufferLimitBytes: value })).toThrow('limits.sendBufferLimitBytes');
  },
);
