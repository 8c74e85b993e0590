import { startRedis } from '@carillon/scripts/services';
import type { RedisService } from '@carillon/scripts/services';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import { randomIds, hashToken } from '../ids.ts';
import { createLogger } from '../logging.ts';
import { openRedisKeeper } from './redis-keeper.ts';
import type { RedisKeeper } from './redis-keeper.ts';
import { createRedisSessionStore } from './redis-session-store.ts';
import type { SessionStore } from './session-store.ts';
import { buyerOwner, SESSION_LIFETIME_MS, staffOwner } from './session.ts';
import type { Session } from './session.ts';
import type { SessionEnd } from './session-end.ts';
import { createSessions } from './sessions.ts';
import { createSqlSessionStore } from './sql-session-store.ts';

const NOON = new Date('2026-11-21T04:00:00.000Z');
const MINUTE_MS = 60_000;

const logger = createLogger({ level: 'silent' });
let redis: RedisService;
const keepers: RedisKeeper[] = [];

beforeAll(async () => {
  redis = await startRedis();
});

afterAll(async () => {
  for (const keeper of keepers) keeper.close();
  await redis.remove();
});

/** A link to the Redis, with room of its own there. */
async function openKeeper(answerLimitMs?: number): Promise<RedisKeeper> {
  const prefix = `${randomIds.token()}:`;
  const keeper = await openRedisKeeper({
    url: redis.url,
    prefix,
    logger,
    ...(answerLimitMs !== undefined && { answerLimitMs }),
  });
  keepers.push(keeper);
  return keeper;
}

function login(fields: Partial<Session> = {}): Session {
  const facts = { way: 'password', device: 'iPad · Safari' } as const;
  const id = hashToken(randomIds.token());
  return { ...staffOwner(1), ...facts, id, startedAt: NOON, lastUsedAt: NOON, ...fields };
}

function after(ms: number): Date {
  return new Date(NOON.getTime() + ms);
}

const makes: [name: string, make: () => Promise<SessionStore>][] = testDatabases().map(([name, open]) => [
  name,
  async () => createSqlSessionStore((await open()).db),
]);
makes.push(['Redis', async () => createRedisSessionStore(await openKeeper())]);

describe.each(makes)('sessions kept by %s', (_name, make) => {
  let store: SessionStore;

  beforeAll(async () => {
    store = await make();
  }, 60_000);

  test('are read as they were written, of staff and of buyers', async () => {
    const [clerk, buyer] = [login(), login({ ...buyerOwner('b'.repeat(64)), way: 'h5', device: '' })];
    await store.insert(clerk);
    await store.insert(buyer);
    expect(await store.read([clerk.id], NOON)).toEqual([clerk]);
    expect(await store.read([buyer.id], NOON)).toEqual([buyer]);
    expect(await store.read([hashToken('unknown')], NOON)).toEqual([]);
    expect(await store.read([], NOON)).toEqual([]);
  });

  test('are gone two hours after they were last used, not after they were looked at', async () => {
    const session = login();
    await store.insert(session);
    expect(await store.touch([session.id], after(90 * MINUTE_MS))).toEqual([session.id]);
    const usedAt = after(90 * MINUTE_MS).getTime();
    const lastMoment = new Date(usedAt + SESSION_LIFETIME_MS - 1);
    expect(await store.read([session.id], lastMoment)).toMatchObject([{ lastUsedAt: new Date(usedAt) }]);
    const over = new Date(usedAt + SESSION_LIFETIME_MS);
    expect(await store.read([session.id], over)).toEqual([]);
    expect(await store.touch([session.id], over)).toEqual([]);
    expect(await store.list(session, over)).toEqual([]);
    expect(await store.remove([session.id], over)).toEqual([]);
  });

  test('end once, and are brought back by no use of them', async () => {
    const [session, other] = [login(), login()];
    await store.insert(session);
    await store.insert(other);
    const [one, two] = await Promise.all([
      store.remove([session.id], NOON),
      store.remove([session.id], NOON),
    ]);
    expect([...one, ...two]).toEqual([session]);
    expect(await store.touch([session.id, other.id], NOON)).toEqual([other.id]);
    expect(await store.read([session.id], NOON)).toEqual([]);
  });

  test('stay ended when they are used at the moment in which they end', async () => {
    const sessions = Array.from({ length: 20 }, () => login());
    for (const session of sessions) await store.insert(session);
    const ids = sessions.map(({ id }) => id);
    await Promise.all([
      ...ids.map(async (id) => store.touch([id], after(1))),
      ...ids.map(async (id) => store.remove([id], after(1))),
    ]);
    expect(await store.read(ids, after(2))).toEqual([]);
  });

  test('are listed by whose they are, the latest used first', async () => {
    const owner = staffOwner(77);
    const sessions = [1, 2, 3].map((minutes) => login({ ...owner, lastUsedAt: after(minutes * MINUTE_MS) }));
    for (const session of sessions) await store.insert(session);
    await store.insert(login({ ...buyerOwner('77') }));
    const [first, second, third] = sessions.map(({ id }) => id);
    const idsOf = async () => (await store.list(owner, after(5 * MINUTE_MS))).map(({ id }) => id);
    expect(await idsOf()).toEqual([third, second, first]);
    await store.touch([first ?? ''], after(5 * MINUTE_MS));
    await store.remove([second ?? ''], after(5 * MINUTE_MS));
    expect(await idsOf()).toEqual([first, third]);
  });

  test('live on together, however many are asked for', async () => {
    const sessions = Array.from({ length: 102 }, () => login(staffOwner(5)));
    await Promise.all(sessions.map(async (session) => store.insert(session)));
    const ids = sessions.map(({ id }) => id);
    const unknown = Array.from({ length: 1_000 }, () => hashToken(randomIds.token()));
    const [first = '', ...rest] = ids;
    expect(new Set(await store.touch([first, ...unknown, ...rest], after(MINUTE_MS)))).toEqual(new Set(ids));
    expect(await store.list(staffOwner(5), after(MINUTE_MS))).toHaveLength(100);
  });
});

describe('a Redis that is away', () => {
  let store: SessionStore;
  let keeper: RedisKeeper;

  beforeEach(async () => {
    keeper = await openKeeper(500);
    store = createRedisSessionStore(keeper);
  });

  test.each([
    ['is stopped', async () => redis.stop(), async () => redis.start()],
    ['stands still', () => redis.freeze(), () => redis.thaw()],
  ] as const)(
    'because it %s, says nothing about who is logged in; when it is back, everybody is',
    async (_how, goAway, comeBack) => {
      const session = login();
      await store.insert(session);
      await goAway();
      const asked = [
        store.read([session.id], NOON),
        store.touch([session.id], NOON),
        store.remove([session.id], NOON),
        store.list(session, NOON),
        store.insert(login()),
      ];
      for (const answer of asked)
        await expect(answer).rejects.toMatchObject({ code: 'sessions_unavailable', status: 503 });
      await comeBack();
      await expect
        .poll(async () => store.read([session.id], NOON).catch(() => 'away'), { timeout: 10_000 })
        .toEqual([session]);
    },
  );

  test('hears of an end that was decided once it is back, and their sockets close at once', async () => {
    const told: SessionEnd[] = [];
    const tell = (end: SessionEnd) => Promise.resolve(void told.push(end));
    const clock = { now: () => NOON };
    const sessions = createSessions({ store, clock, ids: randomIds, tell, logger, firstWaitMs: 20 });
    const session = login(staffOwner(8));
    await store.insert(session);
    await redis.stop();
    await sessions.seeToEnds(staffOwner(8), { reason: 'account_disabled' });
    expect(told).toEqual([{ staffId: 8, reason: 'account_disabled' }]);
    await redis.start();
    await expect
      .poll(() => told.at(-1), { timeout: 10_000 })
      .toEqual({ session: session.id, reason: 'account_disabled' });
    expect(await store.read([session.id], NOON)).toEqual([]);
  });

  test('keeps sessions by the hashes of their tokens, and forgets each by itself', async () => {
    const session = login();
    await store.insert(session);
    const { prefix } = keeper;
    const lives = await keeper.run(async (client) => client.pTTL(`${prefix}session:${session.id}`));
    expect(lives).toBeGreaterThan(SESSION_LIFETIME_MS - MINUTE_MS);
    expect(lives).toBeLessThanOrEqual(SESSION_LIFETIME_MS);
  });
});
