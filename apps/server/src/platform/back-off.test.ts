import { fc, test as property } from '@fast-check/vitest';
import { beforeEach, describe, expect, test } from 'vitest';
import { createBackOff, waitAfter } from './back-off.ts';
import type { BackOff } from './back-off.ts';

const POLICY = { freeAttempts: 3, firstWaitMs: 1_000, maxWaitMs: 8_000, forgetAfterMs: 60_000 };

describe('backing off', () => {
  let nowMs = 0;
  let backOff: BackOff;

  beforeEach(() => {
    nowMs = 1_000_000;
    backOff = createBackOff(POLICY, { nowMs: () => nowMs, maxKeys: 3 });
  });

  async function attempts(count: number, key = 'a'): Promise<number[]> {
    const waits = [];
    for (let made = 0; made < count; made += 1) waits.push(await backOff.attempt(key));
    return waits;
  }

  test('lets some attempts through, and says how long to wait with the next', async () => {
    expect(await attempts(4)).toEqual([0, 0, 0, 1_000]);
  });

  test('waits twice as long each time, up to the longest wait', async () => {
    await attempts(3);
    const waits = [];
    for (let round = 0; round < 5; round += 1) {
      const waitMs = await backOff.attempt('a');
      waits.push(waitMs);
      nowMs += waitMs;
      expect(await backOff.attempt('a')).toBe(0);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  test('does not count who comes too early', async () => {
    await attempts(20);
    nowMs += 1_000;
    expect(await attempts(2)).toEqual([0, 2_000]);
  });

  test('counts keys apart', async () => {
    await attempts(4);
    expect(await backOff.attempt('b')).toBe(0);
  });

  test('begins anew when the last attempt is long ago', async () => {
    await attempts(4);
    nowMs += 60_000;
    expect(await attempts(4)).toEqual([0, 0, 0, 1_000]);
  });

  test('forgets when told so, and takes an attempt back', async () => {
    await attempts(3);
    await backOff.takeBack('a');
    expect(await attempts(2)).toEqual([0, 1_000]);
    await backOff.forget('a');
    expect(await attempts(4)).toEqual([0, 0, 0, 1_000]);
  });

  test('never forgets who waits for the sake of others, and takes nobody new in while all wait', async () => {
    for (const key of ['a', 'b', 'c']) await attempts(3, key);
    nowMs += 400;
    expect([await backOff.attempt('d'), await backOff.attempt('a')]).toEqual([600, 600]);
    nowMs += 600;
    expect(await backOff.attempt('d')).toBe(0);
  });

  property.prop([fc.nat({ max: 10_000 })])('waits no less after more attempts', (made) => {
    expect(waitAfter(made + 1, POLICY)).toBeGreaterThanOrEqual(waitAfter(made, POLICY));
    expect(waitAfter(made, POLICY)).toBeLessThanOrEqual(POLICY.maxWaitMs);
  });
});
