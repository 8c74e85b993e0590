import { beforeEach, describe, expect, test } from 'vitest';
import { createLoginLimit } from './login-limit.ts';
import type { LoginLimit } from './login-limit.ts';

describe('the login limit', () => {
  let nowMs = 0;
  let limit: LoginLimit;

  beforeEach(() => {
    nowMs = 1_000_000;
    limit = createLoginLimit(() => nowMs);
  });

  function attempts(count: number, address: string, username: string): number[] {
    return Array.from({ length: count }, () => limit.attempt(address, username));
  }

  test('lets ten attempts through and says how long to wait with the eleventh', () => {
    expect(attempts(11, '192.0.2.1', 'demo')).toEqual([...Array<number>(10).fill(0), 600_000]);
  });

  test('counts anew when the window is over', () => {
    attempts(11, '192.0.2.1', 'demo');
    nowMs += 600_000;
    expect(limit.attempt('192.0.2.1', 'demo')).toBe(0);
  });

  test('does not lock a username for other addresses', () => {
    attempts(11, '192.0.2.1', 'demo');
    expect(limit.attempt('192.0.2.2', 'demo')).toBe(0);
  });

  test('forgets the failures of one who got in', () => {
    attempts(10, '192.0.2.1', 'demo');
    limit.succeed('192.0.2.1', 'demo');
    expect(limit.attempt('192.0.2.1', 'demo')).toBe(0);
  });

  test('stops one address that tries many usernames', () => {
    const waits = Array.from({ length: 61 }, (_, index) => limit.attempt('192.0.2.1', `user${index}`));
    expect(waits.at(-2)).toBe(0);
    expect(waits.at(-1)).toBe(600_000);
  });
});
