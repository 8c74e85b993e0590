import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DISCONNECT_REASONS, createMemoryJournal, createMessaging, simpleBroker } from '@carillon/messaging';
import type { MemoryJournal, Messaging } from '@carillon/messaging';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { standardSocket } from './browser-socket.ts';
import { createClient } from './client.ts';
import type { Client } from './client.ts';
import type { ClientOptions } from './client-options.ts';
import { systemClock } from './clock.ts';

const RING = '/topic/shops/7/orders';

let messaging: Messaging;
let journal: MemoryJournal;
let url: string;
let stop: () => Promise<void>;
const clients: Client[] = [];

beforeEach(async () => {
  journal = createMemoryJournal();
  messaging = createMessaging({
    broker: simpleBroker({ prefixes: ['/topic', '/queue'], heartbeatMs: [10_000, 10_000] }),
    journals: [{ pattern: '/topic/shops/{shopId}/orders', journal }],
    authorize: ({ destination }) => !destination.includes('/8/'),
  });
  messaging.endpoint('/ws/staff', {
    allowedOrigins: ['*'],
    authenticate: ({ cookies }) => (cookies.login === 'yes' ? { name: 'chef' } : undefined),
  });
  const server = createServer();
  messaging.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/staff`;
  stop = async () => {
    await messaging.close({ drainMs: 0 });
    server.close();
    server.closeAllConnections();
  };
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await stop();
});

/** A client on Node's own WebSocket, which unlike a browser's has no cookies of its own. */
function clientOf(options: Partial<ClientOptions> = {}, cookie = 'login=yes'): Client {
  const client = createClient({
    url,
    openSocket: (address, protocols, events) =>
      standardSocket(new WebSocket(address, { protocols, headers: { cookie } }), events),
    backoff: { minMs: 10 },
    ...options,
  });
  clients.push(client);
  return client;
}

function follow(client: Client, destination: string, after?: number) {
  const payloads: unknown[] = [];
  const texts: string[] = [];
  const recoveries: unknown[] = [];
  const refusals: string[] = [];
  client.subscribe(destination, {
    after,
    onMessage(message) {
      texts.push(message.text());
      if (message.headers['content-type'] === 'application/json') payloads.push(message.json());
    },
    onRecovery: (recovery) => recoveries.push(recovery),
    onRefused: ({ code }) => refusals.push(code),
  });
  return { payloads, texts, recoveries, refusals };
}

function reaches(client: Client, name: string): Promise<unknown> {
  return vi.waitUntil(() => client.state.name === name, { timeout: 5_000 });
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe('with the real server', () => {
  test('replays what was missed and goes on live', async () => {
    for (const number of numbers(1, 5)) journal.append(RING, number);
    const client = clientOf();
    const { payloads, recoveries } = follow(client, RING, 2);
    client.connect();
    await reaches(client, 'online');
    expect(recoveries).toEqual([{ recovered: true, seq: 5, missed: 3 }]);
    journal.append(RING, 6);
    await vi.waitUntil(() => payloads.length === 4);
    expect(payloads).toEqual([3, 4, 5, 6]);
  });

  test('loses nothing and repeats nothing while the line breaks again and again', async () => {
    const sockets: WebSocket[] = [];
    const client = clientOf({
      backoff: { minMs: 5, maxMs: 10 },
      openSocket(address, protocols, events) {
        const socket = new WebSocket(address, { protocols, headers: { cookie: 'login=yes' } });
        sockets.push(socket);
        return standardSocket(socket, events);
      },
    });
    const { payloads } = follow(client, RING, 0);
    client.connect();
    for (const round of numbers(0, 9)) {
      await reaches(client, 'online');
      for (const number of numbers(1, 20)) journal.append(RING, round * 20 + number);
      sockets.at(-1)?.close(4000, 'test');
      await vi.waitUntil(() => sockets.length === round + 2, { timeout: 5_000, interval: 1 });
    }
    await vi.waitUntil(() => payloads.length >= 200, { timeout: 5_000 });
    expect(payloads).toEqual(numbers(1, 200));
  });

  test('says so when what was missed is gone', async () => {
    for (const number of numbers(1, 9)) journal.append(RING, number);
    journal.trim(RING, 5);
    const client = clientOf();
    const { payloads, recoveries } = follow(client, RING, 2);
    client.connect();
    await reaches(client, 'online');
    expect(recoveries).toEqual([{ recovered: false, seq: 9, missed: 7 }]);
    journal.append(RING, 10);
    await vi.waitUntil(() => payloads.length === 1);
    expect(payloads).toEqual([10]);
  });

  test('sends, and gets what others send', async () => {
    const [one, two] = [clientOf(), clientOf()];
    const { payloads } = follow(two, '/topic/chat');
    for (const client of [one, two]) client.connect();
    await reaches(two, 'online');
    await one.send('/topic/chat', { text: '你好' });
    await vi.waitUntil(() => payloads.length === 1);
    expect(payloads).toEqual([{ text: '你好' }]);
  });

  test('drops a foreign subscription and keeps its own', async () => {
    const client = clientOf();
    const own = follow(client, RING, 0);
    const foreign = follow(client, '/topic/shops/8/orders', 0);
    client.connect();
    await vi.waitUntil(() => foreign.refusals.length === 1);
    await reaches(client, 'online');
    journal.append(RING, 1);
    await vi.waitUntil(() => own.payloads.length === 1);
    expect(foreign).toMatchObject({ payloads: [], refusals: ['forbidden'] });
  });

  test('is told that a journal takes no SEND, and goes on', async () => {
    const client = clientOf();
    client.connect();
    await expect(client.send(RING, 'x')).rejects.toMatchObject({ code: 'journaled_destination' });
    await reaches(client, 'online');
  });

  test.each([DISCONNECT_REASONS.loggedOut, DISCONNECT_REASONS.sessionExpired])(
    'is refused for good when the login ends, and knows why: $reason',
    async (disconnect) => {
      const client = clientOf();
      follow(client, RING);
      client.connect();
      await reaches(client, 'online');
      messaging.users.disconnect({ name: 'chef' }, disconnect);
      await reaches(client, 'refused');
      expect(client.state).toMatchObject({ code: disconnect.reason });
    },
  );

  test('is refused when the page finds out that it is not logged in', async () => {
    const client = clientOf({ onHandshakeFailure: () => 'refused' }, 'login=no');
    client.connect();
    await reaches(client, 'refused');
    expect(client.state).toMatchObject({ code: 'handshake_refused' });
  });

  test('hears what is for its user alone, and what fits a pattern', async () => {
    const client = clientOf();
    const own = follow(client, '/user/queue/chat');
    const shops = follow(client, '/topic/shops/*/notice');
    client.connect();
    await reaches(client, 'online');
    await messaging.template.sendToUser('chef', '/queue/chat', 'psst');
    await messaging.template.sendToUser('waiter', '/queue/chat', 'not for you');
    await messaging.template.send('/topic/shops/7/notice', 'open until nine');
    await client.send('/user/chef/queue/chat', { note: 'to self' });
    await vi.waitUntil(() => own.texts.length === 2 && shops.texts.length === 1);
    expect(own.texts).toEqual(['psst', '{"note":"to self"}']);
    expect(shops.texts).toEqual(['open until nine']);
  });

  test('is told that a destination without a journal keeps nothing, and goes on', async () => {
    const client = clientOf();
    const { recoveries, texts } = follow(client, '/topic/chat', 7);
    client.connect();
    await reaches(client, 'online');
    expect(recoveries).toEqual([{ recovered: false, seq: 0, missed: 0 }]);
    await messaging.template.send('/topic/chat', 'hello');
    await vi.waitUntil(() => texts.length === 1);
  });

  test.each([RING, '/topic/chat'])(
    'answers wake without a change to be seen, listening to %s',
    async (destination) => {
      let lateMs = 0;
      const client = clientOf({
        clock: { ...systemClock, elapsed: () => systemClock.elapsed() + lateMs },
      });
      const { texts } = follow(client, destination);
      const states: string[] = [];
      client.connect();
      await reaches(client, 'online');
      client.onState(({ name }) => states.push(name));
      const { framesIn } = messaging.statistics();
      lateMs = 2_000;
      client.wake();
      await vi.waitUntil(() => messaging.statistics().framesIn === framesIn + 2);
      if (destination === RING) journal.append(RING, 1);
      else await messaging.template.send(destination, '1');
      await vi.waitUntil(() => texts.length === 1);
      expect(states.filter((name) => name !== 'catching-up' && name !== 'online')).toEqual([]);
      expect(client.state).toEqual({ name: 'online' });
    },
  );
});

test('a message that is too long is refused by its code alone: the client comes back, and sends the next', async () => {
  const client = clientOf();
  const states: string[] = [];
  client.onState(({ name }) => states.push(name));
  client.connect();
  const tooLong = client.send('/topic/a', { text: 'x'.repeat(70_000) });
  await expect(tooLong).rejects.toMatchObject({ code: 'frame_too_large' });
  await client.send('/topic/a', { text: 'short' });
  expect(states).not.toContain('refused');
});

test('headers that are too long refuse their message alone', async () => {
  const client = clientOf();
  client.connect();
  const tooLong = client.send('/topic/a', 'x', { x: 'y'.repeat(10_000) });
  await expect(tooLong).rejects.toMatchObject({ code: 'header_too_long' });
  await client.send('/topic/a', 'short');
});
