import { describe, expect, test } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import { besideBystander } from '../testing/beside-bystander.ts';
import { TestClient } from '../testing/test-client.ts';

/** Each test begins with the key of its row in packages/conformance/src/hostile-scenarios.ts. */

const TOPIC = '/topic/a';
const QUEUE = '/queue/a';

describe('a client that acknowledges too little', () => {
  test('never-acks: is sent away from a topic, and whoever acknowledges stays', () =>
    besideBystander({ limits: { maxUnackedMessages: 10 } }, async ({ server }) => {
      const [lazy, good] = [await TestClient.connect(server.url), await TestClient.connect(server.url)];
      for (const client of [lazy, good]) {
        await client.ask('SUBSCRIBE', { id: '1', destination: TOPIC, ack: 'client' });
      }
      for (let n = 0; n < 30; n += 1) {
        await server.messaging.template.send(TOPIC, String(n));
        good.send('ACK', { id: (await good.take('MESSAGE')).headers.ack ?? '' });
      }
      await lazy.bodies(10);
      expect((await lazy.take('ERROR')).headers.code).toBe('too_many_unacked');
      expect((await lazy.closed).code).toBe(3011);
      await good.close();
    }));

  test('never-acks: holds no more of a shared queue than it may, and others get the rest', () =>
    besideBystander(
      { broker: simpleBroker({ queueSemantics: 'shared' }), limits: { maxUnackedMessages: 10 } },
      async ({ server }) => {
        const [lazy, good] = [await TestClient.connect(server.url), await TestClient.connect(server.url)];
        await lazy.ask('SUBSCRIBE', { id: '1', destination: QUEUE, ack: 'client' });
        await good.ask('SUBSCRIBE', { id: '1', destination: QUEUE });
        for (let n = 0; n < 100; n += 1) await server.messaging.template.send(QUEUE, String(n));
        await good.bodies(90);
        lazy.socket.terminate();
        expect(await good.bodies(10)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18].map(String));
        await good.close();
      },
    ));

  test('poison: what is given back again and again ends as dead letters', () =>
    besideBystander(
      { broker: simpleBroker({ queueSemantics: 'shared', deadLetter: '/queue/dead' }) },
      async ({ server }) => {
        const poisoner = await TestClient.connect(server.url);
        await poisoner.ask('SUBSCRIBE', { id: '1', destination: QUEUE, ack: 'client-individual' });
        for (let n = 0; n < 20; n += 1) await server.messaging.template.send(QUEUE, String(n));
        for (let n = 0; n < 100; n += 1) {
          poisoner.send('NACK', { id: (await poisoner.take('MESSAGE')).headers.ack ?? '' });
        }
        const undertaker = await TestClient.connect(server.url);
        await undertaker.ask('SUBSCRIBE', { id: '1', destination: '/queue/dead' });
        expect(new Set(await undertaker.bodies(20)).size).toBe(20);
        expect(server.messaging.statistics().drops).toEqual({ rejected: 20 });
        await Promise.all([poisoner.close(), undertaker.close()]);
      },
    ));
});

describe('a client that makes the broker work', () => {
  test('pattern-bomb: as many costly patterns as it may have, and destinations that nearly fit them', () =>
    besideBystander({}, async ({ server, bystander }) => {
      const bomber = await TestClient.connect(server.url);
      for (let n = 0; n < 100; n += 1) {
        const stars = ['/**/a/**/*a*b', '/*a*a*a*a*a*a*b', '/**/a/**/a/**/a'][n % 3] ?? '';
        bomber.send('SUBSCRIBE', { id: String(n), destination: `/topic${stars}${n}` });
      }
      await bomber.ask('SUBSCRIBE', { id: 'last', destination: TOPIC });
      for (let n = 0; n < 200; n += 1) {
        bomber.send('SEND', { destination: `/topic${n % 2 ? '/a'.repeat(115) : '/'.padEnd(200, 'a')}/${n}` });
        if (n % 50 === 0) await bystander.missesNothing();
      }
      await bomber.ask('UNSUBSCRIBE', { id: 'last' });
      await bomber.close();
    }));

  test('pattern-bomb: a regular expression, or one pattern too many, is refused', () =>
    besideBystander({ limits: { maxPatternsPerSession: 2 } }, async ({ server }) => {
      const [expert, glutton] = [await TestClient.connect(server.url), await TestClient.connect(server.url)];
      expert.send('SUBSCRIBE', { id: '1', destination: '/topic/{a:(a+)+b}' });
      expect((await expert.take('ERROR')).headers.code).toBe('unsupported_pattern');
      for (const id of ['1', '2', '3']) glutton.send('SUBSCRIBE', { id, destination: `/topic/${id}/*` });
      expect((await glutton.take('ERROR')).headers.code).toBe('too_many_patterns');
      await Promise.all([expert.closed, glutton.closed]);
    }));

  test('queue-hoard: queues that nobody reads are bounded together, and expire', () =>
    besideBystander(
      {
        broker: simpleBroker({ queueSemantics: 'shared' }),
        clock: { now: () => performance.now() * 5 },
        limits: { maxQueueBytes: 100_000, queueIdleLimitMs: 1_000 },
      },
      async ({ server }) => {
        const hoarder = await TestClient.connect(server.url);
        for (let n = 0; n < 200; n += 1)
          hoarder.send('SEND', { destination: `/queue/${n}` }, 'x'.repeat(1_000));
        expect((await hoarder.take('ERROR')).headers.code).toBe('queue_full');
        await hoarder.closed;
        await expect
          .poll(() => server.messaging.statistics().drops.expired, { timeout: 15_000 })
          .toBeGreaterThan(10);
        await server.messaging.template.send('/queue/new', 'x'.repeat(1_000));
      },
    ));
});
