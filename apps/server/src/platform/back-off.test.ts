import { startRedis } from '@carillon/scripts/services';
import type { RedisService } from '@carillon/scripts/services';
import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBackOff, waitAfter } from './back-off.ts';
import type { BackOff } from './back-off.ts';
import { randomIds } from './ids.ts';
import { createLogger } from './logging.ts';
import { createRedisBackOff } from './sessions/redis-back-off.ts';
import { openRedisKeeper } from './sessions/redis-keeper.ts';
import type { RedisKeeper } from './sessions/redis-keeper.ts';

const POLICY = { freeAttempts: 3, firstWaitMs: 1_000, maxWaitMs: 8_000, forgetAfterMs: 60_000 };

let redis: RedisService;
let keeper: RedisKeeper;
let nowMs = 0;

beforeAll(async () => {
  redis = await startRedis();
  const logger = createLogger({ level: 'silent' });
  keeper = await openRedisKeeper({ url: redis.url, prefix: 'test:', logger, answerLimitMs: 500 });
});

afterAll(async () => {
  keeper.close();
  await redis.remove();
});

beforeEach(() => {
  nowMs = 1_800_000_000_000;
});

function countInRedis(name = randomIds.token()): BackOff {
  return createRedisBackOff(keeper, name, { policy: POLICY, nowMs: () => nowMs, maxKeys: 3 });
}

describe.each([
  ['this process', () => createBackOff(POLICY, { nowMs: () => nowMs, maxKeys: 3 })],
  ['Redis', countInRedis],
])('backing off, counted in %s,', (_name, make) => {
  let backOff: BackOff;

  beforeEach(() => {
    backOff = make();
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

  test('counts each attempt of those that come at once', async () => {
    const waits = await Promise.all(Array.from({ length: 10 }, async () => backOff.attempt('a')));
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(3);
  });
});

describe('backing off', () => {
  test('counts for all nodes together in Redis, and each name apart', async () => {
    const name = randomIds.token();
    const [here, there] = [countInRedis(name), countInRedis(name)];
    const attempts = [here, there, here, there].map(async (node) => node.attempt('a'));
    expect(await Promise.all(attempts)).toEqual([0, 0, 0, 1_000]);
    await there.forget('a');
    expect(await here.attempt('a')).toBe(0);
    expect(await countInRedis().attempt('a')).toBe(0);
  });

  test('leaves nothing in Redis that outlives the counts, nor says whom it counts', async () => {
    const name = randomIds.token();
    await countInRedis(name).attempt('192.0.2.1 demo');
    for (const key of [`test:attempts:${name}`, `test:attempts-free:${name}`]) {
      const livesMs = await keeper.run(async (client) => client.pTTL(key));
      expect(livesMs).toBeGreaterThan(0);
      expect(livesMs).toBeLessThanOrEqual(POLICY.forgetAfterMs);
    }
    const counted = await keeper.run(async (client) => client.hKeys(`test:attempts:${name}`));
    expect(counted).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  property.prop([fc.nat({ max: 10_000 })])('waits no less after more attempts', (made) => {
    expect(waitAfter(made + 1, POLICY)).toBeGreaterThanOrEqual(waitAfter(made, POLICY));
    expect(waitAfter(made, POLICY)).toBeLessThanOrEqual(POLICY.maxWaitMs);
  });
});
