import { MAX_DOUBLINGS, waitAfter } from '../back-off.ts';
import type { BackOff, BackOffPolicy } from '../back-off.ts';
import { hashToken } from '../ids.ts';
import type { RedisKeeper } from './redis-keeper.ts';

/**
 * Counts one attempt, as one step for all nodes. KEYS: the hash of counts, the set of keys by when they are free.
 * ARGV: key, now, how long counts are kept, how many keys, how many attempts are free, and the waits after those.
 */
const ATTEMPT = `
local key, now, keepMs, maxKeys, free = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local freeAt = tonumber(redis.call('ZSCORE', KEYS[2], key) or 0)
if freeAt > now then return freeAt - now end
local attempts, forgottenAt = string.match(redis.call('HGET', KEYS[1], key) or '', '^(%d+) (%d+)$')
if attempts == nil then
  if redis.call('HLEN', KEYS[1]) >= maxKeys then
    local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
    if tonumber(first[2]) > now then return tonumber(first[2]) - now end
    redis.call('HDEL', KEYS[1], first[1])
    redis.call('ZREM', KEYS[2], first[1])
  end
  attempts = 0
elseif tonumber(forgottenAt) <= now then
  attempts = 0
end
attempts = attempts + 1
local wait = 0
if attempts >= free then wait = tonumber(ARGV[math.min(6 + attempts - free, #ARGV)]) end
redis.call('HSET', KEYS[1], key, string.format('%d %d', attempts, now + keepMs))
redis.call('ZADD', KEYS[2], string.format('%d', now + wait), key)
redis.call('PEXPIRE', KEYS[1], keepMs)
redis.call('PEXPIRE', KEYS[2], keepMs)
return 0`;

const TAKE_BACK = `
local attempts, forgottenAt = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^(%d+) (%d+)$')
if attempts == nil then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d %s', math.max(attempts - 1, 0), forgottenAt))
redis.call('ZADD', KEYS[2], 0, ARGV[1])
return 0`;

/**
 * Counts in Redis, where all nodes count together: `<prefix>attempts:<name>` and `<prefix>attempts-free:<name>`, which
 * Redis forgets when nobody attempts anything. Keys stand there as hashes: nobody reads there who logs in from where.
 * When it is full it does as the count of one process does.
 * @param nowMs a clock in ms; those of the nodes agree to a fraction of the shortest wait
 * @param maxKeys how many keys are remembered at most
 */
export function createRedisBackOff(
  keeper: RedisKeeper,
  name: string,
  { policy, nowMs, maxKeys }: { policy: BackOffPolicy; nowMs: () => number; maxKeys: number },
): BackOff {
  const keys = [`${keeper.prefix}attempts:${name}`, `${keeper.prefix}attempts-free:${name}`];
  const limits = [policy.forgetAfterMs, maxKeys, policy.freeAttempts, ...waitsOf(policy)].map(String);

  async function run(script: string, values: readonly string[]): Promise<unknown> {
    return keeper.run(async (redis) => redis.eval(script, { keys, arguments: [...values] }));
  }

  return {
    attempt: async (key) => Number(await run(ATTEMPT, [hashToken(key), String(nowMs()), ...limits])),
    async takeBack(key) {
      await run(TAKE_BACK, [hashToken(key)]);
    },
    async forget(key) {
      const hash = hashToken(key);
      await keeper.run(async (redis) =>
        redis
          .multi()
          .hDel(keys[0] ?? '', hash)
          .zRem(keys[1] ?? '', hash)
          .exec(),
      );
    },
  };
}

/** The waits after the attempts that are free, one after the other; the last one stays. */
function waitsOf(policy: BackOffPolicy): number[] {
  return Array.from({ length: MAX_DOUBLINGS + 1 }, (_, more) =>
    waitAfter(policy.freeAttempts + more, policy),
  );
}
