import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startFakeBroker } from '../testing/fake-broker.ts';
import { connect, startRelay, startRelayTo, subscribe } from '../testing/relay-under-test.ts';
import { TestClient, textOf } from '../testing/test-client.ts';

describe('a client of a relay', () => {
  test('is let in when the broker said CONNECTED, and not before', async () => {
    const relay = await startRelay({ clientLogin: 'clients', clientPasscode: 'c', virtualHost: '/shop' });
    const client = await TestClient.open(relay.server.url);
    client.send('CONNECT', { 'accept-version': '1.1', host: 'test', login: 'own', passcode: 'own' });
    const peer = await relay.broker.connection();
    const { headers } = await peer.take('CONNECT');
    expect(headers).toMatchObject({
      'accept-version': '1.2',
      login: 'clients',
      passcode: 'c',
      host: '/shop',
    });
    expect(client.inbox.size).toBe(0);
    peer.send('CONNECTED', { version: '1.2' });
    await client.take('CONNECTED');
  });

  test('logs in to the broker as itself, where the relay is told so', async () => {
    const { broker, server } = await startRelay({ clientCredentials: 'from-connect' });
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test', login: 'own', passcode: 'wrong' });
    const peer = await broker.connection();
    expect((await peer.take('CONNECT')).headers).toMatchObject({ login: 'own', passcode: 'wrong' });
    peer.send('ERROR', { message: 'Bad CONNECT' });
    expect((await client.take('ERROR')).headers.code).toBe('unauthorized');
    expect((await client.closed).code).toBe(3501);
  });

  test('is refused with a code that means reconnect while the broker is away', async () => {
    const gone = await startFakeBroker();
    await gone.stop();
    const server = await startRelayTo([gone.port]);
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    const { headers } = await client.take('ERROR');
    expect(headers.code).toBe('broker_unavailable');
    expect(headers.message).not.toContain('127.0.0.1');
    expect(await client.closed).toEqual({ code: 3009, reason: 'broker_unavailable' });
  });

  test('waits for the first attempt to reach the broker instead of being refused', async () => {
    const broker = await startFakeBroker();
    onTestFinished(() => broker.stop());
    const server = await startRelayTo([broker.port]);
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    const system = await broker.connection();
    await system.accept();
    const peer = await broker.connection();
    await peer.accept();
    await client.take('CONNECTED');
  });

  test('leaves nothing open when it goes and the broker never says CONNECTED', async () => {
    const { broker, server } = await startRelay({}, { limits: { answerTimeLimitMs: 100 } });
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    const peer = await broker.connection();
    await peer.take('CONNECT');
    client.socket.terminate();
    await once(peer.socket, 'close');
  });

  test('that goes before CONNECTED has sent what it sent', async () => {
    const { broker, server } = await startRelay();
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    client.send('SEND', { destination: '/queue/a' }, 'last words');
    await client.close();
    const peer = await broker.connection();
    await peer.accept();
    expect(textOf(await peer.take('SEND'))).toBe('last words');
    await peer.take('DISCONNECT');
  });

  test.each(['terminate', 'close'] as const)(
    'says DISCONNECT to the broker when it ends by %s',
    async (how) => {
      const { client, peer } = await connect(await startRelay());
      client.socket[how]();
      await peer.take('DISCONNECT');
    },
  );

  test('gets the RECEIPT of its DISCONNECT when the broker took everything', async () => {
    const { client, peer } = await connect(await startRelay());
    client.send('SEND', { destination: '/queue/a' }, 'last');
    client.send('DISCONNECT', { receipt: 'bye' });
    await peer.take('SEND');
    const { headers } = await peer.take('DISCONNECT');
    expect(client.inbox.size).toBe(0);
    peer.send('RECEIPT', { 'receipt-id': headers.receipt ?? '' });
    expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('bye');
    expect((await client.closed).code).toBe(1000);
  });

  test('cannot use what the relay has no prefix for', async () => {
    const { client } = await connect(await startRelay());
    client.send('SEND', { destination: '/exchange/amq.fanout' }, 'x');
    expect((await client.take('ERROR')).headers.code).toBe('unknown_destination');
  });
});

describe('a frame of a client', () => {
  test('goes to the broker with its headers, and its receipt comes when the broker sent one', async () => {
    const { client, peer } = await connect(await startRelay());
    client.send('SEND', { destination: '/queue/a', receipt: 'sent', priority: '7' }, 'tea');
    const sent = await peer.take('SEND');
    expect(sent.headers).toMatchObject({ destination: '/queue/a', priority: '7' });
    expect(textOf(sent)).toBe('tea');
    expect(client.inbox.size).toBe(0);
    peer.send('RECEIPT', { 'receipt-id': 'not-ours' });
    peer.send('RECEIPT', { 'receipt-id': sent.headers.receipt ?? '' });
    expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('sent');
  });

  test('asks the broker for no RECEIPT when the client wants none', async () => {
    const { client, peer } = await connect(await startRelay());
    client.send('SEND', { destination: '/queue/a' }, 'tea');
    expect((await peer.take('SEND')).headers).not.toHaveProperty('receipt');
  });

  // All went along, and RabbitMQ's `x-queue-name` made a subscription that was authorised one to any queue.
  test('gives the broker no orders by headers, but those that the application opened', async () => {
    const { client, peer } = await connect(await startRelay({ clientHeaders: ['durable'] }));
    const paced = { selector: "kind = 'tea'", 'prefetch-count': '3', durable: 'true' };
    const asked = { id: 's', destination: '/topic/a', ack: 'client-individual', ...paced };
    client.send('SUBSCRIBE', { ...asked, 'x-queue-name': 'q', exclusive: 'true' });
    expect({ ...(await peer.take('SUBSCRIBE')).headers }).toEqual(asked);
    const sent = { destination: '/queue/a', 'x-own': 'y', 'reply-to': '/queue/b', durable: 'true' };
    client.send('SEND', { ...sent, 'x-expires': '1', AMQ_SCHEDULED_REPEAT: '9' });
    expect((await peer.take('SEND')).headers).toMatchObject(sent);
    client.send('SEND', { destination: '/queue/a', 'reply-to': '/temp-queue/b', exclusive: 'true' });
    const { headers } = await peer.take('SEND');
    expect(headers).not.toHaveProperty('reply-to');
    expect(headers).not.toHaveProperty('exclusive');
  });

  test("that the broker refuses gets the broker's words and its receipt-id, and ends the session", async () => {
    const { client, peer } = await connect(await startRelay());
    client.send('SUBSCRIBE', { id: '1', destination: '/topic/a', receipt: 'r' });
    await peer.take('SUBSCRIBE');
    peer.send('ERROR', { message: 'Access to topic refused' }, 'java.lang.SecurityException: at line 1');
    const { headers } = await client.take('ERROR');
    expect(headers).toMatchObject({ code: 'broker_refused', 'receipt-id': 'r' });
    expect(headers.message).toContain('(Access to topic refused)');
    expect((await client.closed).code).toBe(3010);
  });

  test('waits with all after it while the broker does not read, and nothing is lost', async () => {
    const relay = await startRelay({}, { limits: { maxBodyBytesPerSecond: 1_000_000_000 } });
    const { client, peer } = await connect(relay);
    const bystander = await connect(relay);
    peer.socket.pause();
    const count = 400;
    for (let n = 0; n < count; n += 1) client.send('SEND', { destination: '/queue/a', n: String(n) }, BODY);
    for (let n = 0; n < 20; n += 1) {
      bystander.client.send('SEND', { destination: '/queue/a', receipt: String(n) });
      await bystander.peer.confirm('SEND');
      await bystander.client.take('RECEIPT');
    }
    expect(relay.server.messaging.statistics().framesIn).toBeLessThan(count);
    peer.socket.resume();
    for (let n = 0; n < count; n += 1) expect((await peer.take('SEND')).headers.n).toBe(String(n));
  });
});

const BODY = 'x'.repeat(60_000);

describe("the broker's MESSAGE", () => {
  test('reaches the client after the RECEIPT of its SUBSCRIBE, also when it came before', async () => {
    const { client, peer } = await connect(await startRelay());
    client.send('SUBSCRIBE', { id: '1', destination: '/topic/a', receipt: 'subscribed' });
    const { headers } = await peer.take('SUBSCRIBE');
    for (const n of ['1', '2']) peer.send('MESSAGE', { subscription: '1', destination: '/topic/a' }, n);
    peer.send('RECEIPT', { 'receipt-id': headers.receipt ?? '' });
    await client.take('RECEIPT');
    expect(await client.bodies(2)).toEqual(['1', '2']);
  });

  test('is the end of a session that is sent too much before its RECEIPT', async () => {
    const relay = await startRelay({}, { limits: { sendBufferLimitBytes: 100_000 } });
    const { client, peer } = await connect(relay);
    client.send('SUBSCRIBE', { id: '1', destination: '/topic/a', receipt: 'subscribed' });
    await peer.take('SUBSCRIBE');
    for (let n = 0; n < 3; n += 1) peer.send('MESSAGE', { subscription: '1', destination: '/topic/a' }, BODY);
    expect((await client.take('ERROR')).headers.code).toBe('broker_unavailable');
  });

  test('that comes after UNSUBSCRIBE is not shown, nor taken for one of the next subscription', async () => {
    const { client, peer } = await subscribe(await startRelay());
    client.send('UNSUBSCRIBE', { id: '1' });
    client.send('SUBSCRIBE', { id: '1', destination: '/topic/b' });
    const { headers } = await peer.take('UNSUBSCRIBE');
    peer.send('MESSAGE', { subscription: '1', destination: '/topic/a' }, 'late');
    peer.send('RECEIPT', { 'receipt-id': headers.receipt ?? '' });
    expect((await peer.take('SUBSCRIBE')).headers.destination).toBe('/topic/b');
    peer.send('MESSAGE', { subscription: '1', destination: '/topic/b' }, 'new');
    expect(await client.bodies(1)).toEqual(['new']);
  });

  test('that RabbitMQ complains of, as its subscription has ended, ends nothing', async () => {
    const { client, peer } = await subscribe(await startRelay({ dialect: 'rabbitmq' }));
    client.send('UNSUBSCRIBE', { id: '1', receipt: 'gone' });
    await peer.confirm('UNSUBSCRIBE');
    const late = "There is no current subscription with tag 'T_1'.";
    peer.send('ERROR', { message: 'Subscription not found' }, late);
    await client.take('RECEIPT');
    client.send('SEND', { destination: '/queue/a', receipt: 'sent' });
    await peer.confirm('SEND');
    await client.take('RECEIPT');
  });

  test('for a subscription that nobody has is dropped', async () => {
    const { client, peer } = await subscribe(await startRelay());
    peer.send('MESSAGE', { subscription: 'other', destination: '/topic/a' }, 'lost');
    peer.send('MESSAGE', { destination: '/topic/a' }, 'lost');
    peer.send('MESSAGE', { subscription: '1', destination: '/topic/a' }, 'found');
    expect(await client.bodies(1)).toEqual(['found']);
  });

  test('that is for another session is not shown to one whose pattern it fits', async () => {
    const { client, peer } = await subscribe(await startRelay());
    const headers = { subscription: '1', destination: '/topic/a' };
    peer.send('MESSAGE', { ...headers, 'carillon-only-for': 'another' }, 'private');
    peer.send('MESSAGE', headers, 'public');
    expect(await client.bodies(1)).toEqual(['public']);
  });

  test('waits at the broker while the client is slow, and the client gets everything when it reads', async () => {
    const relay = await startRelay();
    const { client, peer } = await subscribe(relay);
    const bystander = await subscribe(relay);
    client.socket.pause();
    const headers = { subscription: '1', destination: '/topic/a' };
    let sent = 0;
    while (peer.socket.writableLength < 200 * BODY.length) {
      peer.send('MESSAGE', { ...headers, n: String((sent += 1)) }, BODY);
      await new Promise(setImmediate);
    }
    bystander.peer.send('MESSAGE', headers, 'unmoved');
    expect(await bystander.client.bodies(1)).toEqual(['unmoved']);
    client.socket.resume();
    for (let n = 1; n <= sent; n += 1) expect((await client.take('MESSAGE')).headers.n).toBe(String(n));
  });
});

describe('a lost broker', () => {
  test('is an ERROR that says reconnect to each of its clients', async () => {
    const relay = await startRelay();
    const { client, peer } = await subscribe(relay);
    peer.socket.destroy();
    expect((await client.take('ERROR')).headers.code).toBe('broker_unavailable');
    expect((await client.closed).code).toBe(3009);
    expect(relay.server.messaging.statistics().linksLost).toEqual({ broker_session: 1 });
  });

  test('is told as an event, and so is its return, at whichever address', async () => {
    const [first, second] = [await startFakeBroker(), await startFakeBroker()];
    onTestFinished(() => second.stop());
    const server = await startRelayTo([first.port, second.port]);
    const told = vi.fn();
    server.messaging.events.on('brokerAvailability', told);
    await (await first.connection()).accept();
    await expect.poll(() => told.mock.calls).toEqual([[true]]);
    await first.stop();
    await expect.poll(() => told.mock.calls).toEqual([[true], [false]]);
    expect(server.messaging.statistics().linksLost).toEqual({ broker_system: 1 });
    await (await second.connection()).accept();
    await expect.poll(() => told.mock.calls).toEqual([[true], [false], [true]]);
  });
});
