import { expect, test, vi } from 'vitest';
import { authorizeByBoth } from './authorize.ts';
import type { AuthorizationRequest } from './authorize.ts';

const REQUEST = { command: 'SEND', destination: '/topic/a' } as AuthorizationRequest;

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
])('of the engine’s %s and the endpoint’s %s becomes %s, at once or later', async (first, second, both) => {
  expect(
    authorizeByBoth(
      () => first,
      () => second,
    )(REQUEST),
  ).toBe(both);
  const later = authorizeByBoth(
    () => Promise.resolve(first),
    () => second,
  );
  expect(await later(REQUEST)).toBe(both);
});

test('the second is not asked what the first refused', async () => {
  const second = vi.fn(() => true);
  await authorizeByBoth(() => false, second)(REQUEST);
  await authorizeByBoth(() => Promise.resolve(false), second)(REQUEST);
  expect(second).not.toHaveBeenCalled();
});

test('without a second the first decides alone', () => {
  const first = (): boolean => true;
  expect(authorizeByBoth(first, undefined)).toBe(first);
});
