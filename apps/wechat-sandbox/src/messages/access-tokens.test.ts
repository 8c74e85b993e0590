import { expect, test } from 'vitest';
import { createAccessTokens } from './access-tokens.ts';

const PAUSE_MS = 30_000;
const NOON_IN_CHINA = Date.parse('2026-11-21T04:00:00Z');

function openTokens() {
  let nowMs = NOON_IN_CHINA;
  let issued = 0;
  const ids = { token: () => `token-${String((issued += 1))}` };
  const tokens = createAccessTokens({ now: () => nowMs }, ids);
  return { tokens, pass: (ms: number) => (nowMs += ms) };
}

test('a token that is renewed by force ends the one before, and not sooner than 30 s after the last force', () => {
  const { tokens, pass } = openTokens();
  expect(tokens.ask({ force: true })?.accessToken).toBe('token-1');
  pass(PAUSE_MS - 1);
  expect(tokens.ask({ force: true })?.accessToken).toBe('token-1');
  pass(1);
  expect(tokens.ask({ force: true })?.accessToken).toBe('token-2');
  expect([tokens.isGood('token-1'), tokens.isGood('token-2')]).toEqual([false, true]);
});

test('is renewed by force twenty times a day of China’s, and asked for without force after that', () => {
  const { tokens, pass } = openTokens();
  for (let force = 1; force <= 20; force += 1) {
    expect(tokens.ask({ force: true })?.accessToken).toBe(`token-${force}`);
    pass(PAUSE_MS);
  }
  expect(tokens.ask({ force: true })).toBeUndefined();
  expect(tokens.ask({ force: false })?.accessToken).toBe('token-20');
  pass(12 * 60 * 60_000);
  expect(tokens.ask({ force: true })?.accessToken).toBe('token-21');
});
