import { describe, expect, test } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import { besideBystander } from '../testing/beside-bystander.ts';
import type { BesideOptions } from '../testing/beside-bystander.ts';
import { TestClient } from '../testing/test-client.ts';

/** Each test begins with the key of its row in packages/conformance/src/hostile-scenarios.ts. */

const TOPIC = { destination: '/topic/a' };

async function errorOf(client: TestClient): Promise<string | undefined> {
  const { headers } = await client.take('ERROR');
  await client.closed;
  return headers.code;
}

/** A clock that runs so many times as fast: what takes seconds takes a moment. */
function fastClock(times: number): BesideOptions['clock'] {
  return { now: () => performance.now() * times };
}

describe('a client that says too little', () => {
  test('silent: says nothing, and is sent away', () =>
    besideBystander({ clock: fastClock(5), limits: { firstFrameTimeLimitMs: 1_000 } }, async ({ server }) => {
      const client = await TestClient.open(server.url);
      expect(await errorOf(client)).toBe('first_frame_timeout');
      expect((await client.closed).code).toBe(3004);
    }));

  test('silent: its CONNECT drips, and it is sent away as well', () =>
    besideBystander({ clock: fastClock(5), limits: { firstFrameTimeLimitMs: 1_000 } }, async ({ server }) => {
      const client = await TestClient.open(server.url);
      client.socket.send('CONNECT\n');
      client.socket.send('accept-version:1.2\n');
      expect(await errorOf(client)).toBe('first_frame_timeout');
    }));

  test('no-pong: answers no ping, and is cut off', () =>
    besideBystander({ clock: fastClock(5), limits: { pingIntervalMs: 1_000 } }, async ({ server }) => {
      const client = await TestClient.open(server.url);
      client.send('CONNECT', { 'accept-version': '1.2' });
      await client.take('CONNECTED');
      client.socket.pause();
      await expect
        .poll(() => server.messaging.statistics().disconnects, { timeout: 15_000 })
        .toEqual({ ping_timeout: 1 });
      client.socket.terminate();
    }));
});

describe('a client that cheats with heart-beats', () => {
  const beating = (): BesideOptions => ({
    clock: fastClock(5),
    broker: simpleBroker({ heartbeatMs: [1_000, 1_000] }),
  });

  test('heart-beat-cheat: promises them, sends none, and is sent away', () =>
    besideBystander(beating(), async ({ server }) => {
      const client = await TestClient.open(server.url);
      client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '1000,0' });
      await client.take('CONNECTED');
      expect(await errorOf(client)).toBe('heartbeat_timeout');
      expect((await client.closed).code).toBe(3000);
    }));

  test('heart-beat-cheat: asks for one every millisecond, and gets as many as the server offered', () =>
    besideBystander(beating(), async ({ server }) => {
      const client = await TestClient.open(server.url);
      client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '0,1' });
      await client.take('CONNECTED');
      await expect.poll(() => client.heartbeats, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
      expect(client.heartbeats).toBeLessThanOrEqual(5);
      await client.close();
    }));

  test('heart-beat-cheat: one that keeps its promise stays, with nothing else said', () =>
    besideBystander(beating(), async ({ server }) => {
      const client = await TestClient.open(server.url);
      client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '1000,1000' });
      await client.take('CONNECTED');
      // It answers each of the server's by one of its own, so that both come once in the interval.
      for (let beats = 1; beats <= 5; beats += 1) {
        await expect.poll(() => client.heartbeats, { timeout: 15_000 }).toBeGreaterThanOrEqual(beats);
        client.socket.send('\n');
      }
      expect(client.socket.readyState).toBe(client.socket.OPEN);
      await client.close();
    }));
});

describe('a client that wants too much', () => {
  test('many-subscriptions: 10 000 of them are refused at the limit', () =>
    besideBystander({ limits: { maxFrameBurst: 20_000 } }, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      for (let id = 1; id <= 10_000; id += 1) {
        client.send('SUBSCRIBE', { destination: `/topic/many/${id}`, id: String(id) });
      }
      expect(await errorOf(client)).toBe('too_many_subscriptions');
      expect((await client.closed).code).toBe(3505);
    }));

  test('many-subscriptions: 10 000 of them are served where the limit allows it', () =>
    besideBystander(
      { limits: { maxFrameBurst: 30_000, maxSubscriptionsPerSession: 10_000 } },
      async ({ server, bystander }) => {
        const client = await TestClient.connect(server.url);
        for (let id = 1; id <= 10_000; id += 1) {
          client.send('SUBSCRIBE', { destination: `/topic/many/${id}`, id: String(id) });
        }
        await client.ask('SEND', { ...TOPIC, id: 'all there' });
        expect(server.messaging.statistics().subscriptions).toBe(10_001);
        for (const id of ['1', '5000', '10000']) {
          await server.messaging.template.send(`/topic/many/${id}`, id);
          expect((await client.take('MESSAGE')).headers.subscription).toBe(id);
        }
        await bystander.missesNothing();
        client.send('SUBSCRIBE', { ...TOPIC, id: 'one more' });
        expect(await errorOf(client)).toBe('too_many_subscriptions');
      },
    ));

  test('flood: more frames than the budget end the session', () =>
    besideBystander({ limits: { maxFrameBurst: 200, maxFramesPerSecond: 1 } }, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      for (let n = 0; n <= 250; n += 1) client.send('SEND', TOPIC, 'spam');
      expect(await errorOf(client)).toBe('too_many_frames');
      expect((await client.closed).code).toBe(3005);
    }));

  test('limit-rate: exactly as many frames as the budget are all served', () => {
    let nowMs = 0;
    const limits = { maxFrameBurst: 100, maxFramesPerSecond: 100, pingIntervalMs: 600_000 };
    const broker = simpleBroker({ heartbeatMs: [1_000, 0] });
    return besideBystander({ clock: { now: () => nowMs }, broker, limits }, async ({ server, bystander }) => {
      const client = await TestClient.open(server.url);
      client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '0,1000' });
      await client.take('CONNECTED');
      await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
      for (let n = 1; n <= 98; n += 1) client.send('SEND', TOPIC, String(n));
      await client.bodies(98);
      for (let second = 1; second <= 2; second += 1) {
        nowMs += 1_000;
        // The server's heart-beat says that the second is over there too.
        await expect.poll(() => client.heartbeats, { timeout: 15_000 }).toBe(second);
        for (let n = 1; n <= 100; n += 1) client.send('SEND', TOPIC, String(n));
        expect(await client.bodies(100)).toHaveLength(100);
        await bystander.missesNothing();
      }
      client.send('SEND', TOPIC, 'one too many');
      expect(await errorOf(client)).toBe('too_many_frames');
    });
  });

  test('transaction-hoard: what is never committed is bounded, and gone with its session', () =>
    besideBystander({ limits: { maxTransactionBytesPerSession: 100_000 } }, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.send('BEGIN', { transaction: 't' });
      for (let n = 0; n < 10; n += 1) client.send('SEND', { ...TOPIC, transaction: 't' }, 'x'.repeat(20_000));
      expect(await errorOf(client)).toBe('transaction_too_large');
    }));

  test('never-reads: is cut off when too much waits for it', () =>
    besideBystander({ limits: { sendTimeLimitMs: 600_000 } }, async ({ server, bystander }) => {
      const sleeper = await TestClient.connect(server.url);
      await sleeper.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
      sleeper.socket.pause();
      const payload = 'x'.repeat(60_000);
      while (!('send_buffer_exceeded' in server.messaging.statistics().disconnects)) {
        await server.messaging.template.send('/topic/a', payload);
        await bystander.missesNothing();
      }
      sleeper.socket.terminate();
    }));
});

describe('a client that plays tricks', () => {
  test('origin: pages of other origins are refused, however they write it', () =>
    besideBystander({ endpoint: { allowedOrigins: ['https://*.shop.example'] } }, async ({ server }) => {
      const origins = [
        'https://evil.example',
        'null',
        'https://shop.example.evil.example',
        'https://evil.example/.shop.example',
        'https://evil.example#.shop.example',
        'https://a.shop.example@evil.example',
        'https://a.shop.example:8443',
        'http://a.shop.example',
        `https://127.0.0.1:${server.port}.evil.example`,
        'file://',
        ' ',
      ];
      for (const Origin of origins) {
        await expect(TestClient.open(server.url, { headers: { Origin } }), Origin).rejects.toThrow('403');
      }
      const welcome = await TestClient.open(server.url, { headers: { Origin: 'https://a.shop.example' } });
      await welcome.close();
    }));

  test('duplicate-id: an id used twice ends its session, and the first subscription with it', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      await client.ask('SUBSCRIBE', { ...TOPIC, id: 'bystander' });
      client.send('SUBSCRIBE', { destination: '/topic/bystander', id: 'bystander', receipt: 'twice' });
      expect((await client.take('ERROR')).headers).toMatchObject({
        code: 'duplicate_id',
        'receipt-id': 'twice',
      });
      expect((await client.closed).code).toBe(3500);
    }));

  test('unsubscribe-while-delivering: whoever comes and goes meanwhile costs the others nothing', () =>
    besideBystander({ limits: { maxFrameBurst: 100_000 } }, async ({ server }) => {
      const open = (): Promise<TestClient> => TestClient.connect(server.url);
      const [listener, ...restless] = await Promise.all([open(), open(), open(), open()]);
      await listener.ask('SUBSCRIBE', { ...TOPIC, id: 'steady' });
      const bodies: string[] = [];
      for (let n = 1; n <= 300; n += 1) {
        bodies.push(String(n));
        for (const client of restless) {
          client.send('SUBSCRIBE', { ...TOPIC, id: String(n) });
          client.send('SEND', TOPIC, 'of the restless');
          client.send('UNSUBSCRIBE', { id: String(n) });
        }
        await server.messaging.template.send('/topic/a', String(n));
      }
      const heard: string[] = [];
      while (heard.length < bodies.length) {
        const [body = ''] = await listener.bodies(1);
        if (body !== 'of the restless') heard.push(body);
      }
      expect(heard).toEqual(bodies);
      for (const client of [listener, ...restless]) client.socket.terminate();
    }));

  test('vanish-while-delivering: sockets that break in the middle of a broadcast cost the others nothing', () =>
    besideBystander({}, async ({ server, bystander }) => {
      for (let round = 0; round < 5; round += 1) {
        const clients = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect(server.url)));
        for (const client of clients) await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
        for (const client of clients) {
          void server.messaging.template.send('/topic/a', 'x'.repeat(10_000));
          client.socket.terminate();
        }
        await bystander.missesNothing();
      }
    }));

  test.each(['DISCONNECT', 'a broken socket', 'a breach'])(
    'disconnect-in-transaction: nothing of it is sent when it ends by %s',
    (end) =>
      besideBystander({}, async ({ server, bystander }) => {
        const client = await TestClient.connect(server.url);
        client.send('BEGIN', { transaction: 't' });
        for (let n = 0; n < 50; n += 1) {
          client.send('SEND', { destination: '/topic/bystander', transaction: 't' }, 'never');
        }
        await client.ask('SEND', TOPIC);
        if (end === 'a broken socket') client.socket.terminate();
        else client.send(end === 'DISCONNECT' ? end : 'NONSENSE');
        await client.closed;
        await bystander.missesNothing();
      }),
  );

  test('talks-after-the-end: what comes behind DISCONNECT is not looked at', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.send('DISCONNECT', { receipt: 'bye' });
      client.send('SEND', { destination: '/topic/bystander' }, 'never');
      client.send('NONSENSE');
      expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('bye');
      expect(await client.closed).toEqual({ code: 1000, reason: 'normal' });
    }));

  test('acks-anything: ACK and NACK of what is not theirs end the session', () =>
    besideBystander({}, async ({ server }) => {
      for (const [command, id] of [
        ['ACK', 'x'],
        ['NACK', 'x'],
        ['ACK', '9'.repeat(8_000)],
      ] as const) {
        const client = await TestClient.connect(server.url);
        await client.ask('SUBSCRIBE', { ...TOPIC, id: '1', ack: 'client' });
        client.send(command, { id, receipt: 'r' });
        expect((await client.take('ERROR')).headers['receipt-id']).toBe('r');
        await client.closed;
      }
    }));
});
