import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@carillon/scripts/services';
import { createClient } from 'redis';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Bystander } from '../../testing/bystander.ts';
import { TestClient } from '../../testing/test-client.ts';
import { startServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';
import type { MessagingOptions } from '../../server/create-messaging.ts';
import { redisCluster } from './redis-cluster.ts';

const LEASE_MS = 2_000;
/** Ticks of the wheel, polls of the test, and a busy machine. */
const SLACK_MS = 1_500;
const WAIT = { timeout: 10_000 };
const PROCESS = fileURLToPath(new URL('../../testing/cluster-node-process.ts', import.meta.url));

// Leases run out in real time.
vi.setConfig({ testTimeout: 30_000 });

const redis = await startRedis();
afterAll(() => redis.remove());

let prefixes = 0;
function freshPrefix(): string {
  prefixes += 1;
  return `failures-${prefixes}:`;
}

async function startNode(prefix: string, options: MessagingOptions = {}) {
  const server = await startServer(
    {
      cluster: redisCluster({ url: redis.url, prefix, leaseMs: LEASE_MS }),
      presence: { offlineGraceMs: 0 },
      ...options,
    },
    { authenticate: ({ query }) => ({ name: query.get('user') ?? 'nobody' }) },
  );
  onTestFinished(() => server.stop());
  const told: string[] = [];
  server.messaging.events.on('userOnline', (name) => told.push(`online ${name}`));
  server.messaging.events.on('userOffline', (name) => told.push(`offline ${name}`));
  await becomes('joined', server);
  return { ...server, told };
}

/** Starts a node as a process of its own. */
async function spawnNode(prefix: string) {
  const child = spawn(process.execPath, [PROCESS, redis.url, prefix, String(LEASE_MS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  return { child, url };
}

async function becomes(state: 'joined' | 'degraded', { messaging }: TestServer): Promise<void> {
  await expect.poll(() => messaging.statistics().cluster?.state, WAIT).toBe(state);
}

function connect({ url }: { url: string }, user: string): Promise<TestClient> {
  return TestClient.connect(`${url}?user=${user}`);
}

function sessionsOf({ messaging }: TestServer, user: string): number {
  return messaging.users.get(user)?.sessions.length ?? 0;
}

async function openRedis() {
  const client = createClient({ url: redis.url });
  await client.connect();
  onTestFinished(() => client.destroy());
  return client;
}

describe('a node that is killed', () => {
  test('is gone for the others within its lease, and nobody else notices', async () => {
    const prefix = freshPrefix();
    const node = await startNode(prefix);
    const doomed = await spawnNode(prefix);
    const bystander = await Bystander.arrive(node);
    const [ann, annElsewhere, bob] = [
      await connect(doomed, 'ann'),
      await connect(node, 'ann'),
      await connect(doomed, 'bob'),
    ];
    await expect.poll(() => [sessionsOf(node, 'ann'), sessionsOf(node, 'bob')], WAIT).toEqual([2, 1]);
    doomed.child.kill('SIGKILL');
    await Promise.all([ann.closed, bob.closed]);
    const killedMs = performance.now();
    await bystander.missesNothing();
    await expect.poll(() => node.told, WAIT).toContain('offline bob');
    expect(performance.now() - killedMs).toBeLessThan(LEASE_MS + SLACK_MS);
    expect(node.told).toEqual(['online nobody', 'online ann', 'online bob', 'offline bob']);
    expect(sessionsOf(node, 'ann')).toBe(1);
    await annElsewhere.ask('SEND', { destination: '/topic/a' });
    await bystander.missesNothing();
    expect(node.messaging.statistics().cluster?.nodes).toBe(0);
  });

  test('that only stood still is there again', async () => {
    const prefix = freshPrefix();
    const node = await startNode(prefix);
    const stalled = await spawnNode(prefix);
    const client = await connect(stalled, 'ann');
    await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/a' });
    await expect.poll(() => sessionsOf(node, 'ann'), WAIT).toBe(1);
    stalled.child.kill('SIGSTOP');
    await expect.poll(() => sessionsOf(node, 'ann'), WAIT).toBe(0);
    stalled.child.kill('SIGCONT');
    await expect.poll(() => sessionsOf(node, 'ann'), WAIT).toBe(1);
    await node.messaging.template.sendToUser('ann', '/queue/a', 'still there');
    expect(await client.bodies(1)).toEqual(['still there']);
  });
});

describe('Redis', () => {
  test('that stands still degrades the nodes within a lease, and their own clients notice nothing', async () => {
    const node = await startNode(freshPrefix());
    const bystander = await Bystander.arrive(node);
    redis.freeze();
    onTestFinished(() => redis.thaw());
    const frozenMs = performance.now();
    await becomes('degraded', node);
    expect(performance.now() - frozenMs).toBeLessThan(LEASE_MS + SLACK_MS);
    await bystander.missesNothing();
    const newcomer = await connect(node, 'ann');
    await newcomer.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    redis.thaw();
    await becomes('joined', node);
    await bystander.missesNothing();
  });

  test('that stands still keeps nobody waiting for a RECEIPT for longer than a moment', async () => {
    const leaseMs = 60_000;
    const cluster = redisCluster({ url: redis.url, prefix: freshPrefix(), leaseMs });
    const node = await startNode(freshPrefix(), { cluster });
    const client = await connect(node, 'ann');
    redis.freeze();
    onTestFinished(() => redis.thaw());
    const askedMs = performance.now();
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    expect(performance.now() - askedMs).toBeLessThan(5_000);
    await node.messaging.template.send('/topic/a', 'alone');
    expect(await client.bodies(1)).toEqual(['alone']);
    expect(node.messaging.statistics().cluster?.state).toBe('degraded');
  });

  test('that was away for a moment brings nobody offline', async () => {
    const prefix = freshPrefix();
    const [first, second] = [await startNode(prefix), await startNode(prefix)];
    await connect(second, 'ann');
    await expect.poll(() => sessionsOf(first, 'ann'), WAIT).toBe(1);
    await redis.stop();
    await Promise.all([becomes('degraded', first), becomes('degraded', second)]);
    await redis.start();
    await Promise.all([becomes('joined', first), becomes('joined', second)]);
    await connect(second, 'bob');
    await expect.poll(() => first.told, WAIT).toEqual(['online ann', 'online bob']);
    expect(sessionsOf(first, 'ann')).toBe(1);
  });

  test('that is away for longer than a lease leaves only those of this node online', async () => {
    const prefix = freshPrefix();
    const [first, second] = [await startNode(prefix), await startNode(prefix)];
    await connect(second, 'ann');
    await expect.poll(() => sessionsOf(first, 'ann'), WAIT).toBe(1);
    await redis.stop();
    await expect
      .poll(() => [first.told, sessionsOf(second, 'ann')], WAIT)
      .toEqual([['online ann', 'offline ann'], 1]);
    await redis.start();
    await expect.poll(() => first.told, WAIT).toEqual(['online ann', 'offline ann', 'online ann']);
  });

  test('that lost its data is told everything again, and nobody goes offline', async () => {
    const prefix = freshPrefix();
    const [first, second] = [await startNode(prefix), await startNode(prefix)];
    await connect(second, 'ann');
    await expect.poll(() => sessionsOf(first, 'ann'), WAIT).toBe(1);
    const client = await openRedis();
    await client.flushAll();
    await expect.poll(() => client.exists(`${prefix}nodes`), WAIT).toBe(1);
    await connect(second, 'bob');
    const third = await startNode(prefix);
    await expect.poll(() => [sessionsOf(third, 'ann'), sessionsOf(third, 'bob')], WAIT).toEqual([1, 1]);
    expect(first.told).toEqual(['online ann', 'online bob']);
  });

  // What Redis refused was forgotten until the next notice: a login that had been revoked stayed open on other
  // nodes, while both said that they were joined.
  test('that refuses to be told degrades the node, and is told as soon as it takes writes again', async () => {
    const prefix = freshPrefix();
    const [first, second] = [await startNode(prefix), await startNode(prefix)];
    const client = await connect(second, 'eve');
    await expect.poll(() => sessionsOf(first, 'eve'), WAIT).toBe(1);
    const admin = await openRedis();
    await admin.configSet('maxmemory', '1');
    onTestFinished(async () => {
      await admin.configSet('maxmemory', '0');
    });
    first.messaging.users.disconnect({ name: 'eve' });
    await becomes('degraded', first);
    await admin.configSet('maxmemory', '0');
    await client.closed;
    await becomes('joined', first);
  });

  test('has no key of a node that has left', async () => {
    const prefix = freshPrefix();
    const node = await startNode(prefix);
    await connect(node, 'ann');
    const client = await openRedis();
    await expect.poll(() => client.keys(`${prefix}*`), WAIT).toHaveLength(2);
    await node.messaging.close({ drainMs: 500 });
    expect(await client.keys(`${prefix}*`)).toEqual([]);
  });
});

describe('clocks of nodes', () => {
  test('may say what they like', async () => {
    const prefix = freshPrefix();
    const ahead = await startNode(prefix, { clock: { now: () => performance.now() + 10_000_000 } });
    const behind = await startNode(prefix);
    await connect(ahead, 'ann');
    await connect(behind, 'bob');
    for (const node of [ahead, behind]) {
      await expect.poll(() => node.told.toSorted(), WAIT).toEqual(['online ann', 'online bob']);
    }
    // Two leases, as the wheel counts them.
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const over = performance.now() + 2 * LEASE_MS;
    const timer = setInterval(() => performance.now() > over && resolve(undefined), 50);
    await promise;
    clearInterval(timer);
    for (const node of [ahead, behind]) expect(node.told).toHaveLength(2);
  });
});

describe('strangers on the same Redis', () => {
  test('that write garbage are counted, and nobody notices', async () => {
    const prefix = freshPrefix();
    const [first, second] = [await startNode(prefix), await startNode(prefix)];
    const bystander = await Bystander.arrive(second);
    const ann = await connect(second, 'ann');
    await ann.ask('SUBSCRIBE', { id: '1', destination: '/topic/a*' });
    await expect.poll(() => sessionsOf(first, 'ann'), WAIT).toBe(1);
    const client = await openRedis();
    const garbage = [
      '',
      'x',
      '\u{c1}',
      '[',
      '[]',
      '["n",1,[["a"]]]',
      '["n",1,[[1]]]',
      '{}',
      'null',
      'x'.repeat(5_000_000),
    ];
    for (const text of garbage) {
      for (const channel of ['channel:t/topic/bystander', 'channel:t/topic/a', 'rows', 'notices']) {
        await client.publish(prefix + channel, text);
      }
      await client.xAdd(`${prefix}notices`, '*', { n: 'stranger', p: text });
    }
    await client.hSet(`${prefix}rows:stranger`, { v: 'x', rgarbage: '{', 'r["s"]': '[1]' });
    await client.zAdd(`${prefix}nodes`, { score: Date.now() + 60_000, value: 'stranger' });
    await client.publish(`${prefix}notices`, 'wake');
    await expect
      .poll(() => second.messaging.statistics().cluster?.malformed, WAIT)
      .toBeGreaterThan(garbage.length * 2);
    await bystander.missesNothing();
    // More than once: a busy machine may cost a node its link for a moment, and what is sent meanwhile.
    await expect
      .poll(async () => {
        await first.messaging.template.send('/topic/a', 'news');
        return ann.inbox.size;
      }, WAIT)
      .toBeGreaterThan(0);
    expect(await ann.bodies(1)).toEqual(['news']);
    first.messaging.users.disconnect({ name: 'ann' });
    expect((await ann.closed).code).toBe(3504);
    await expect.poll(() => second.messaging.statistics().cluster?.state, WAIT).toBe('joined');
  });

  test('with a prefix of their own are another cluster', async () => {
    const [ours, theirs] = [await startNode(freshPrefix()), await startNode(freshPrefix())];
    const [own, other] = [await connect(ours, 'ann'), await connect(theirs, 'ann')];
    for (const client of [own, other]) await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/**' });
    await ours.messaging.template.send('/topic/a', 'ours');
    await theirs.messaging.template.send('/topic/a', 'theirs');
    expect([await own.bodies(1), await other.bodies(1)]).toEqual([['ours'], ['theirs']]);
    ours.messaging.users.disconnect({ name: 'ann' });
    await own.closed;
    await theirs.messaging.template.send('/topic/a', 'still theirs');
    expect(await other.bodies(1)).toEqual(['still theirs']);
    expect([sessionsOf(ours, 'ann'), sessionsOf(theirs, 'ann')]).toEqual([0, 1]);
  });
});
