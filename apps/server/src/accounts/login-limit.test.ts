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

  test('does not count a username against an address that is refused anyway', () => {
    for (let index = 0; index < 60; index += 1) limit.attempt('192.0.2.1', `user${index}`);
    nowMs += 1_000;
    attempts(20, '192.0.2.1', 'demo');
    nowMs += 599_000;
    expect(attempts(10, '192.0.2.1', 'demo')).toEqual(Array<number>(10).fill(0));
  });

  test('is not forgotten for junk, from however many addresses', () => {
    attempts(10, '192.0.2.1', 'demo');
    for (let index = 0; index < 12_000; index += 1) limit.attempt(`2001:db8::${index}`, `junk${index}`);
    expect(limit.attempt('192.0.2.1', 'demo')).toBe(600_000);
  });

  test('takes nobody new in while all that it can remember are refused, and says until when', () => {
    const full = createLoginLimit(() => nowMs, { maxWindows: 1 });
    for (let attempt = 0; attempt < 60; attempt += 1) full.attempt('192.0.2.1', 'demo');
    nowMs += 1_000;
    expect(full.attempt('192.0.2.2', 'demo')).toBe(599_000);
    nowMs += 599_000;
    expect(full.attempt('192.0.2.2', 'demo')).toBe(0);
  });

  test('keeps count of an address, however little room its usernames leave', () => {
    const small = createLoginLimit(() => nowMs, { maxWindows: 1 });
    const waits = Array.from({ length: 61 }, (_, index) => small.attempt('192.0.2.1', `user${index}`));
    expect(waits.at(-2)).toBe(0);
    expect(waits.at(-1)).toBe(600_000);
  });
});
