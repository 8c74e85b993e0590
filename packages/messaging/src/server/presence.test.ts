import { describe, expect, onTestFinished, test } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { Messaging, MessagingOptions } from './create-messaging.ts';

async function start(options: MessagingOptions = {}) {
  const server = await startServer(options, {
    authenticate: ({ query }) => ({ name: query.get('name') ?? '', session: query.get('login') ?? '' }),
  });
  onTestFinished(() => server.stop());

  async function connect(name: string, login = 'desk') {
    const client = await TestClient.open(`${server.url}?name=${name}&login=${login}`);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test', 'heart-beat': '1000,500' });
    const { headers } = await client.take('CONNECTED');
    return Object.assign(client, { id: headers.session ?? '' });
  }

  return { ...server, connect, users: server.messaging.users };
}

/** What the engine tells from now on, in short. */
function follow({ events }: Messaging): string[] {
  const told: string[] = [];
  events.on('connect', ({ user }) => told.push(`connect ${user.name}`));
  events.on('disconnect', ({ user }, { code, reason }) =>
    told.push(`disconnect ${user.name} ${code} ${reason}`),
  );
  events.on('subscribe', ({ user }, { id, destination }) =>
    told.push(`subscribe ${user.name} ${id} ${destination}`),
  );
  events.on('unsubscribe', ({ user }, { id, destination }) =>
    told.push(`unsubscribe ${user.name} ${id} ${destination}`),
  );
  events.on('userOnline', (name) => told.push(`online ${name}`));
  events.on('userOffline', (name) => told.push(`offline ${name}`));
  return told;
}

describe('users', () => {
  test('are shown with their sessions, and those with their subscriptions', async () => {
    const beganAtMs = Date.now();
    const { users, connect } = await start();
    const [phone, desk] = [await connect('ann', 'phone'), await connect('ann', 'desk')];
    await connect('bob');
    await desk.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await desk.ask('SUBSCRIBE', { id: 'own', destination: '/user/queue/b' });
    expect(users.count).toBe(2);
    expect(Array.from(users.all(), ({ name }) => name)).toEqual(['ann', 'bob']);
    expect(Array.from(users.sessions(), ({ userName }) => userName)).toEqual(['ann', 'ann', 'bob']);
    const ann = users.get('ann');
    expect(ann?.sessions).toEqual([
      expect.objectContaining({ id: phone.id, login: 'phone', subscriptions: [] }),
      expect.objectContaining({
        id: desk.id,
        userName: 'ann',
        login: 'desk',
        endpoint: '/ws',
        transport: 'websocket',
        node: undefined,
        subscriptions: [
          { id: '1', destination: '/topic/a' },
          { id: 'own', destination: '/user/queue/b' },
        ],
      }),
    ]);
    for (const { connectedAtMs } of ann?.sessions ?? []) {
      expect(connectedAtMs).toBeGreaterThanOrEqual(beganAtMs);
      expect(connectedAtMs).toBeLessThanOrEqual(Date.now());
    }
    expect(users.get('cyd')).toBeUndefined();
  });

  test('are not those who have not said CONNECT, though they may be sent away', async () => {
    const { users, url } = await start();
    const silent = await TestClient.open(`${url}?name=ann`);
    expect([users.count, [...users.sessions()]]).toEqual([0, []]);
    expect(users.sessionCount({ name: 'ann' })).toBe(1);
    expect(users.disconnect({ name: 'ann' })).toBe(1);
    await silent.closed;
  });

  test('are found by what they subscribed to: by a pattern or a function', async () => {
    const { users, connect } = await start();
    const [ann, bob] = [await connect('ann'), await connect('bob')];
    await ann.ask('SUBSCRIBE', { id: '1', destination: '/topic/shops/7' });
    await ann.ask('SUBSCRIBE', { id: '2', destination: '/topic/shops/8' });
    await bob.ask('SUBSCRIBE', { id: '1', destination: '/topic/shops/7' });
    const atSeven = users.findSubscriptions('/topic/shops/7');
    expect(atSeven.map(({ id, session }) => [session.userName, id])).toEqual([
      ['ann', '1'],
      ['bob', '1'],
    ]);
    for (const pattern of ['/topic/shops/{shopId}', '/topic/**', '/topic/shops/*'])
      expect(users.findSubscriptions(pattern)).toHaveLength(3);
    const ofAnn = users.findSubscriptions(({ id }, session) => session.id === ann.id && id === '2');
    expect(ofAnn).toMatchObject([{ destination: '/topic/shops/8' }]);
  });

  test('can lose one session by its id', async () => {
    const { users, connect } = await start();
    const [phone, desk] = [await connect('ann', 'phone'), await connect('ann', 'desk')];
    expect(users.disconnect({ sessionId: phone.id })).toBe(1);
    expect(await phone.closed).toEqual({ code: 3504, reason: 'logged_out' });
    expect(users.get('ann')?.sessions.map(({ id }) => id)).toEqual([desk.id]);
    expect(users.disconnect({ sessionId: phone.id })).toBe(0);
  });
});

describe('a session of an endpoint that asks nobody', () => {
  test('is shown among the sessions, without a user', async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    const { users } = server.messaging;
    const told = follow(server.messaging);
    const client = await TestClient.connect(server.url);
    expect([...users.sessions()]).toMatchObject([{ userName: undefined, transport: 'websocket' }]);
    expect([users.count, users.get('anonymous')]).toEqual([0, undefined]);
    expect(users.sessionCount({ name: 'anonymous' })).toBe(1);
    await client.close();
    await expect.poll(() => [...users.sessions()]).toEqual([]);
    expect(told).toEqual(['connect anonymous', 'disconnect anonymous 1006 connection_lost']);
  });
});

describe('events', () => {
  test('tell who comes, subscribes, unsubscribes and goes', async () => {
    const { messaging, connect } = await start({ presence: { offlineGraceMs: 0 } });
    const told = follow(messaging);
    const ann = await connect('ann');
    await ann.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/a' });
    await ann.ask('UNSUBSCRIBE', { id: '1' });
    await ann.ask('DISCONNECT');
    await ann.closed;
    await expect.poll(() => told).toHaveLength(6);
    expect(told).toEqual([
      'connect ann',
      'online ann',
      'subscribe ann 1 /user/queue/a',
      'unsubscribe ann 1 /user/queue/a',
      'disconnect ann 1000 normal',
      'offline ann',
    ]);
  });

  test('tell how a session ended', async () => {
    const { messaging, connect } = await start();
    const told = follow(messaging);
    const [cut, sent, broken] = [await connect('cut'), await connect('sent'), await connect('broken')];
    told.length = 0;
    cut.socket.terminate();
    await expect.poll(() => told).toEqual(['disconnect cut 1006 connection_lost']);
    messaging.users.disconnect({ name: 'sent' }, { code: 3900, reason: 'shop_closed', reconnect: false });
    await sent.closed;
    broken.send('NONSENSE');
    await broken.closed;
    expect(told.slice(1)).toEqual([
      'disconnect sent 3900 shop_closed',
      'disconnect broken 3500 protocol_error',
    ]);
  });

  test('tell nothing of a socket that never said CONNECT', async () => {
    const { messaging, url } = await start();
    const told = follow(messaging);
    await (await TestClient.open(`${url}?name=ann`)).close();
    await expect.poll(() => messaging.statistics().sessions).toBe(0);
    expect(told).toEqual([]);
  });

  test('tell of a user once, however many pages are opened and loaded anew', async () => {
    const { messaging, connect } = await start({ presence: { offlineGraceMs: 60_000 } });
    const told: string[] = [];
    messaging.events.on('userOnline', (name) => told.push(`online ${name}`));
    messaging.events.on('userOffline', (name) => told.push(`offline ${name}`));
    for (let load = 0; load < 3; load += 1) await (await connect('ann')).close();
    await expect.poll(() => messaging.users.count).toBe(0);
    expect(told).toEqual(['online ann']);
  });
});

test('a socket that dies without a word leaves when its heart-beat is missed', async () => {
  const time = { nowMs: 0 };
  const { messaging, users, connect } = await start({
    clock: { now: () => time.nowMs },
    broker: simpleBroker({ heartbeatMs: [500, 1_000] }),
    presence: { offlineGraceMs: 0 },
  });
  const told = follow(messaging);
  const [dead, alive] = [await connect('dead'), await connect('alive')];
  dead.socket.pause();
  for (let beats = 1; beats <= 5; beats += 1) {
    time.nowMs += 600;
    await expect.poll(() => alive.heartbeats).toBeGreaterThanOrEqual(beats);
    alive.socket.send('\n');
  }
  await expect.poll(() => Array.from(users.all(), ({ name }) => name)).toEqual(['alive']);
  expect(told).toContain('disconnect dead 3000 heartbeat_timeout');
  expect(told).toContain('offline dead');
  dead.socket.terminate();
});
