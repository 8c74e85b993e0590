import { beforeEach, describe, expect, test } from 'vitest';
import { createBackOff } from '../platform/back-off.ts';
import { createLoginLimit } from './login-limit.ts';
import type { LoginLimit } from './login-limit.ts';

const HERE = '192.0.2.1';

describe('the login limit', () => {
  let nowMs = 0;
  let limit: LoginLimit;

  beforeEach(() => {
    nowMs = 1_000_000;
    limit = createLoginLimit((_name, policy) =>
      createBackOff(policy, { nowMs: () => nowMs, maxKeys: 10_000 }),
    );
  });

  async function attempts(count: number, address: string, username: string): Promise<number[]> {
    const waits = [];
    for (let made = 0; made < count; made += 1) waits.push(await limit.attempt(address, username));
    return waits;
  }

  test('lets five attempts through and says how long to wait with the sixth', async () => {
    expect(await attempts(6, HERE, 'demo')).toEqual([0, 0, 0, 0, 0, 30_000]);
  });

  test('locks for longer each time, up to an hour', async () => {
    await attempts(5, HERE, 'demo');
    let longest = 0;
    for (let round = 0; round < 12; round += 1) {
      longest = await limit.attempt(HERE, 'demo');
      nowMs += longest;
      await limit.attempt(HERE, 'demo');
    }
    expect(longest).toBe(3_600_000);
  });

  test('does not lock a username for other addresses, unless they are many', async () => {
    await attempts(6, HERE, 'demo');
    expect(await limit.attempt('192.0.2.2', 'demo')).toBe(0);
    for (let index = 0; index < 24; index += 1) await limit.attempt(`198.51.100.${index}`, 'demo');
    expect(await limit.attempt('192.0.2.3', 'demo')).toBe(60_000);
  });

  test('forgets the failures of one who got in', async () => {
    await attempts(5, HERE, 'demo');
    await limit.succeed(HERE, 'demo');
    expect(await limit.attempt(HERE, 'demo')).toBe(0);
  });

  test('does not forget for one who got in that others guess', async () => {
    for (let index = 0; index < 30; index += 1) await limit.attempt(`198.51.100.${index}`, 'demo');
    nowMs += 60_000;
    expect(await limit.attempt(HERE, 'demo')).toBe(0);
    await limit.succeed(HERE, 'demo');
    expect(await attempts(2, '192.0.2.3', 'demo')).toEqual([0, 120_000]);
  });

  test('stops one address that tries many usernames, and not one where many come in', async () => {
    const waits = [];
    for (let index = 0; index < 61; index += 1) waits.push(await limit.attempt(HERE, `user${index}`));
    expect(waits.slice(-2)).toEqual([0, 60_000]);
    for (let index = 0; index < 200; index += 1) {
      expect(await limit.attempt('192.0.2.9', `user${index}`)).toBe(0);
      await limit.succeed('192.0.2.9', `user${index}`);
    }
  });

  test('takes the addresses of one IPv6 network, which one guest has all of, for one address', async () => {
    const network = (host: number) => `2001:db8:0:7:${host.toString(16)}::${host.toString(16)}`;
    const waits = [];
    for (let host = 1; host <= 6; host += 1) waits.push(await limit.attempt(network(host), 'demo'));
    expect(waits.at(-1)).toBe(30_000);
    await limit.succeed(network(9), 'demo');
    expect(await limit.attempt(network(10), 'demo')).toBe(0);
    expect(await limit.attempt('2001:db8:0:8::1', 'demo')).toBe(0);
  });

  test('is not forgotten for junk, from however many addresses', async () => {
    await attempts(5, HERE, 'demo');
    for (let index = 0; index < 12_000; index += 1)
      await limit.attempt(`2001:db8:0:${index}::1`, `junk${index}`);
    expect(await limit.attempt(HERE, 'demo')).toBe(30_000);
  });
});
