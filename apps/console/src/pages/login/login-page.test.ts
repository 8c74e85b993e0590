import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import { fill, submit } from '../../testing/fill.ts';
import { button, loggedIn, openConsole, text } from '../../testing/open-console.ts';

test('says how long is left to wait after too many wrong passwords, and lets try again after that', async () => {
  const { fake, clock } = await openConsole('/login', {
    ...loggedIn,
    readSelf: () => Promise.reject(refusal(401, 'not_logged_in')),
    logIn: () => Promise.reject(refusal(429, 'too_many_logins', { retryAfterSeconds: 90 })),
  });
  await fill('input[name="username"]', 'demo');
  await fill('input[name="password"]', 'wrong');
  await submit('form');
  expect(text()).toContain('1 分 30 秒后才能再试');
  const spoken = () => document.querySelector('[role="status"].visually-hidden')?.textContent;
  expect(spoken()).toContain('1 分 30 秒');
  clock.advance(60_000);
  await flushPromises();
  expect(text()).toContain('30 秒后才能再试');
  // A screen reader says it once, not each second.
  expect(spoken()).toContain('1 分 30 秒');
  await submit('form');
  expect(fake.calls.filter((call) => call === 'logIn')).toHaveLength(1);
  clock.advance(30_000);
  await flushPromises();
  expect(button('登录').hasAttribute('disabled')).toBe(false);
});
