import { readFileSync, rmSync } from 'node:fs';
import { makeCertificate, startActiveMq, startRabbitMq } from '@carillon/scripts/services';
import type { RabbitMqBroker, StompBroker } from '@carillon/scripts/services';
import { Client, StompConfig, StompHeaders } from '@stomp/stompjs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { memoryHub } from '../cluster/memory-hub.ts';
import type { MessagingOptions } from '../server/create-messaging.ts';
import { Bystander } from '../testing/bystander.ts';
import { Inbox } from '../testing/inbox.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { brokerRelay } from './broker-relay.ts';
import type { BrokerRelayOptions } from './relay-options.ts';

const START_LIMIT_MS = 60_000;
/** RabbitMQ's own tool takes seconds to list the queues. */
const LISTING = { timeout: 60_000 };

let last = 0;
function fresh(kind: 'topic' | 'queue'): string {
  return `/${kind}/relay-${(last += 1)}`;
}

async function startNode(
  { host, port }: { host: string; port: number },
  relayOptions: Partial<BrokerRelayOptions> = {},
  options: MessagingOptions = {},
) {
  const broker = brokerRelay({
    addresses: [{ host, port }],
    reconnect: { minMs: 100, maxMs: 300 },
    ...relayOptions,
  });
  const node = await startServer(
    { ...options, broker },
    { authenticateConnect: ({ login = 'anybody' }) => ({ name: login }) },
  );
  onTestFinished(() => node.stop());
  return node;
}

/** What comes next, whichever of MESSAGE and RECEIPT is first. */
async function takeBoth(client: TestClient): Promise<string[]> {
  return [await client.inbox.take(), await client.inbox.take()].map(({ command }) => command).toSorted();
}

async function listen(url: string, destination: string, version: string): Promise<TestClient> {
  const client = await TestClient.open(url, { protocols: [`v${version.replace('.', '')}.stomp`] });
  client.send('CONNECT', version === '1.0' ? {} : { 'accept-version': version, host: 'test' });
  await client.take('CONNECTED');
  await client.ask('SUBSCRIBE', { id: '1', destination });
  return client;
}

async function connectAs(url: string, login: string): Promise<TestClient> {
  const client = await TestClient.open(url);
  client.send('CONNECT', { 'accept-version': '1.2', host: 'test', login });
  await client.take('CONNECTED');
  return client;
}

const guide = readFileSync(new URL('../../../../docs/relay.md', import.meta.url), 'utf8');
const certificate = makeCertificate();
let rabbitMq: RabbitMqBroker;
let activeMq: StompBroker;
beforeAll(async () => {
  rabbitMq = await startRabbitMq({ tls: certificate });
  activeMq = await startActiveMq({ isWatched: true });
}, START_LIMIT_MS);
afterAll(async () => {
  await Promise.all([rabbitMq.remove(), activeMq.remove()]);
  rmSync(certificate.folder, { recursive: true });
}, START_LIMIT_MS);

describe.each([
  { name: 'RabbitMQ', started: () => rabbitMq },
  { name: 'ActiveMQ', started: () => activeMq },
])('a relay to $name', ({ started }) => {
  let broker: StompBroker;
  beforeAll(() => {
    broker = started();
  });

  test('lets two nodes see what the other sends, once, also when they are a cluster', async () => {
    const hub = memoryHub();
    const [one, two] = [
      await startNode(broker, {}, { cluster: hub.bus }),
      await startNode(broker, {}, { cluster: hub.bus }),
    ];
    const destination = fresh('topic');
    const [client, other] = [await connectAs(one.url, 'ann'), await connectAs(two.url, 'ben')];
    await client.ask('SUBSCRIBE', { id: '1', destination });
    await other.ask('SUBSCRIBE', { id: '1', destination });
    await two.messaging.template.send(destination, 'from the application');
    client.send('SEND', { destination }, 'from a client');
    const bodies = ['from the application', 'from a client'];
    expect([await client.bodies(2), await other.bodies(2)]).toEqual([bodies, bodies]);
    await client.ask('UNSUBSCRIBE', { id: '1' });
    await other.ask('UNSUBSCRIBE', { id: '1' });
  });

  test('takes destinations of several segments, and names them as the client did', async () => {
    const { url, messaging } = await startNode(broker);
    const client = await connectAs(url, 'ann');
    const destination = `${fresh('topic')}/orders/7`;
    await client.ask('SUBSCRIBE', { id: '1', destination });
    await messaging.template.send(destination, 'tea');
    expect((await client.take('MESSAGE')).headers.destination).toBe(destination);
  });

  test('lets no header of a sender end the sessions of others, whatever version they speak', async () => {
    const { url } = await startNode(broker);
    const destination = fresh('topic');
    const odd = { 'x-lines': 'a\r\nsubscription:b', 'x-colon\n': 'c:d\\e' };
    const receivers = await Promise.all(
      ['1.0', '1.1', '1.2'].map((version) => listen(url, destination, version)),
    );
    const sender = await connectAs(url, 'eve');
    sender.send('SEND', { destination, ...odd }, 'odd');
    sender.send('SEND', { destination, plain: 'a:b' }, 'plain');
    for (const receiver of receivers) expect(await receiver.bodies(2)).toEqual(['odd', 'plain']);
    sender.send('SEND', { destination, ...odd }, 'odd');
    expect((await receivers[2]?.take('MESSAGE'))?.headers).toMatchObject(odd);
  });

  test('answers RECEIPT when the broker has the message', async () => {
    const [node, other] = [await startNode(broker), await startNode(broker)];
    const sender = await connectAs(node.url, 'ann');
    const destination = fresh('queue');
    sender.send('SEND', { destination, receipt: 'sent' }, 'kept');
    await sender.take('RECEIPT');
    sender.socket.terminate();
    const receiver = await connectAs(other.url, 'ben');
    receiver.send('SUBSCRIBE', { id: '1', destination });
    expect(await receiver.bodies(1)).toEqual(['kept']);
  });

  test('takes what was sent before a DISCONNECT with a RECEIPT', async () => {
    const { url } = await startNode(broker);
    const sender = await connectAs(url, 'ann');
    const destination = fresh('queue');
    for (const body of ['1', '2', '3']) sender.send('SEND', { destination }, body);
    await sender.ask('DISCONNECT');
    const receiver = await connectAs(url, 'ben');
    receiver.send('SUBSCRIBE', { id: '1', destination });
    expect(await receiver.bodies(3)).toEqual(['1', '2', '3']);
  });

  test('carries out a transaction with what it sends and acknowledges', async () => {
    const { url } = await startNode(broker);
    const client = await connectAs(url, 'ann');
    const [from, to] = [fresh('queue'), fresh('queue')];
    await client.ask('SUBSCRIBE', { id: 'to', destination: to });
    client.send('SUBSCRIBE', { id: 'from', destination: from, ack: 'client-individual' });
    client.send('SEND', { destination: from }, 'order');
    const { headers } = await client.take('MESSAGE');
    client.send('BEGIN', { transaction: 't' });
    client.send('SEND', { destination: to, transaction: 't' }, 'answer');
    client.send('ACK', { id: headers.ack ?? '', transaction: 't' });
    client.send('COMMIT', { transaction: 't', receipt: 'committed' });
    expect(await takeBoth(client)).toEqual(['MESSAGE', 'RECEIPT']);
    await client.ask('DISCONNECT');
    const next = await connectAs(url, 'ben');
    next.send('SUBSCRIBE', { id: '1', destination: from });
    next.send('SEND', { destination: from }, 'next order');
    expect(await next.bodies(1)).toEqual(['next order']);
  });

  test(
    'keeps what is for one user from all others, and leaves nothing of it at the broker',
    { timeout: 120_000 },
    async () => {
      const { url, messaging } = await startNode(broker);
      const before = await broker.destinations();
      const [ann, ben] = [await connectAs(url, 'ann'), await connectAs(url, 'ben')];
      await ann.ask('SUBSCRIBE', { id: 'own', destination: '/user/queue/orders' });
      // Everything, in either broker's way of saying it.
      for (const all of ['/topic/>', '/topic/#']) await ben.ask('SUBSCRIBE', { id: all, destination: all });
      await messaging.template.sendToUser('ann', '/queue/orders', 'for ann');
      const { headers, body } = await ann.take('MESSAGE');
      expect(headers).toMatchObject({ destination: '/user/queue/orders', subscription: 'own' });
      expect(Buffer.from(body).toString()).toBe('for ann');
      ann.send('SEND', { destination: '/topic/done' }, 'seen');
      expect(textOf(await ben.take('MESSAGE'))).toBe('seen');
      await ann.close();
      await ben.close();
      await messaging.template.sendToUser('ann', '/queue/orders', 'too late');
      await expect
        .poll(() => broker.destinations(), LISTING)
        .toSatisfy((now: string[]) => now.every((one) => before.includes(one)));
    },
  );

  test('finds the broker behind a first address where nobody is', async () => {
    const { host, port } = broker;
    const addresses = [
      { host, port: 1 },
      { host, port },
    ];
    const { url, messaging } = await startNode(broker, { addresses });
    const client = await TestClient.connect(url);
    const destination = fresh('topic');
    await client.ask('SUBSCRIBE', { id: '1', destination });
    await messaging.template.send(destination, 'found');
    expect(await client.bodies(1)).toEqual(['found']);
  });

  test('says to whoever has a wrong password that it is wrong', async () => {
    const { url } = await startNode(broker, { clientCredentials: 'from-connect' });
    const client = await TestClient.open(url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test', login: 'guest', passcode: 'wrong' });
    expect((await client.take('ERROR')).headers.code).toBe('unauthorized');
    const right = await TestClient.open(url);
    right.send('CONNECT', { 'accept-version': '1.2', host: 'test', login: 'guest', passcode: 'guest' });
    await right.take('CONNECTED');
  });

  test('keeps the reason to itself when its own password is wrong', async () => {
    const errors = new Inbox<object>();
    const logger = {
      info: () => undefined,
      warn: (details: object) => errors.put(details),
      error: () => undefined,
    };
    const { url } = await startNode(broker, { systemPasscode: 'wrong' }, { logger });
    const client = await TestClient.open(url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    const { headers } = await client.take('ERROR');
    expect(headers).toMatchObject({ code: 'broker_unavailable' });
    expect(headers.message).not.toMatch(/password|guest/i);
    expect(JSON.stringify(await errors.take())).toMatch(/refused.*guest/);
  });

  test(
    'comes back with its clients after the broker stopped, and others notice nothing',
    { timeout: 120_000 },
    async () => {
      const { url, messaging } = await startNode(broker);
      const elsewhere = await startServer();
      onTestFinished(() => elsewhere.stop());
      const bystander = await Bystander.arrive(elsewhere);
      const availability = new Inbox<boolean>();
      messaging.events.on('brokerAvailability', (isAvailable) => availability.put(isAvailable));
      const destination = fresh('topic');
      const { client, connects, errors, bodies } = reconnectingClient(url, destination);
      onTestFinished(() => client.deactivate());
      await connects.take();
      await messaging.template.send(destination, 'before');
      expect(await bodies.take()).toBe('before');

      await broker.stop();
      expect(await errors.take()).toBe('broker_unavailable');
      while (await availability.take());
      await expect(messaging.template.send(destination, 'lost')).rejects.toMatchObject({
        code: 'broker_unavailable',
      });
      await bystander.missesNothing();

      await broker.start();
      while (!(await availability.take()));
      await connects.take();
      await messaging.template.send(destination, 'after');
      expect(await bodies.take()).toBe('after');
      await bystander.missesNothing();
    },
  );

  test('tells its clients when the broker dies without a word', { timeout: 120_000 }, async () => {
    const { url } = await startNode(broker);
    const client = await TestClient.connect(url);
    await broker.kill();
    expect((await client.take('ERROR')).headers.code).toBe('broker_unavailable');
    expect((await client.closed).code).toBe(3009);
    await broker.start();
  });
});

/** A client that is not ours, subscribes to one destination, and connects again by itself. */
function reconnectingClient(url: string, destination: string) {
  const [connects, errors, bodies] = [new Inbox<void>(), new Inbox<string>(), new Inbox<string>()] as const;
  const client = new Client(
    Object.assign(new StompConfig(), {
      webSocketFactory: () => new WebSocket(url, ['v12.stomp']),
      reconnectDelay: 100,
    }),
  );
  client.onStompError = ({ headers }) => errors.put(headers.code ?? '');
  client.onConnect = () => {
    client.watchForReceipt('subscribed', () => connects.put());
    client.subscribe(destination, ({ body }) => bodies.put(body), asked);
  };
  const asked = Object.assign(new StompHeaders(), { receipt: 'subscribed' });
  client.activate();
  return { client, connects, errors, bodies };
}

describe('a relay to RabbitMQ alone', () => {
  const overTls = (ca: string) => ({
    addresses: [{ host: 'localhost', port: rabbitMq.tlsPort ?? 0, tls: { ca } }],
  });

  test('speaks over TLS with a broker whose certificate an authority of its choice has signed', async () => {
    const { url, messaging } = await startNode(rabbitMq, overTls(certificate.authority));
    const client = await TestClient.connect(url);
    const destination = fresh('topic');
    await client.ask('SUBSCRIBE', { id: '1', destination });
    await messaging.template.send(destination, 'sealed');
    expect(await client.bodies(1)).toEqual(['sealed']);
  });

  test('does not speak with a broker whose certificate another has signed', async () => {
    const other = makeCertificate();
    onTestFinished(() => rmSync(other.folder, { recursive: true }));
    const { messaging } = await startNode(rabbitMq, overTls(other.authority));
    await expect(messaging.template.send('/topic/a', 'x')).rejects.toMatchObject({
      code: 'broker_unavailable',
      cause: { message: expect.stringMatching(/certificate|verify/) as string },
    });
  });

  test('refuses its clients where the virtual host does not exist', async () => {
    const { messaging } = await startNode(rabbitMq, { virtualHost: 'nowhere' });
    await expect(messaging.template.send('/topic/a', 'x')).rejects.toMatchObject({
      code: 'broker_unavailable',
      cause: { message: expect.stringContaining("Virtual host 'nowhere' access denied") as string },
    });
  });

  test('needs no more rights at the broker than the guide gives', { timeout: 120_000 }, async () => {
    const [, ...rights] = /set_permissions -p \/ \S+ '(.*)' '(.*)' '(.*)'/.exec(guide) ?? [];
    await rabbitMq.control('add_user', 'shop-clients', 'secret');
    await rabbitMq.control('set_permissions', '-p', '/', 'shop-clients', ...rights);
    const { url, messaging } = await startNode(rabbitMq, {
      clientLogin: 'shop-clients',
      clientPasscode: 'secret',
    });
    const client = await connectAs(url, 'ann');
    const destinations = ['/topic/shops/7', '/queue/orders', '/user/queue/orders'];
    for (const destination of destinations) await client.ask('SUBSCRIBE', { id: destination, destination });
    for (const destination of destinations.slice(0, 2)) {
      client.send('SEND', { destination, receipt: 'sent' }, 'x');
      expect(await takeBoth(client)).toEqual(['MESSAGE', 'RECEIPT']);
    }
    await messaging.template.sendToUser('ann', '/queue/orders', 'x');
    await client.take('MESSAGE');
    client.send('SUBSCRIBE', { id: 'other', destination: '/queue/others' });
    expect((await client.take('ERROR')).headers.message).toMatch(/access.*refused/i);
  });

  test('hands its words on when it refuses a frame, and ends the session', async () => {
    const { url } = await startNode(rabbitMq, { prefixes: ['/topic', '/exchange'] });
    const client = await TestClient.connect(url);
    client.send('SUBSCRIBE', { id: '1', destination: '/exchange/none/key', receipt: 'r' });
    const { headers } = await client.take('ERROR');
    expect(headers).toMatchObject({ code: 'broker_refused', 'receipt-id': 'r' });
    expect(headers.message).toMatch(/not_found/i);
  });

  test('lets a subscription say how many messages may be on their way', async () => {
    const { url } = await startNode(rabbitMq);
    const client = await TestClient.connect(url);
    const destination = fresh('queue');
    for (const body of ['1', '2', '3']) client.send('SEND', { destination }, body);
    await client.ask('SUBSCRIBE', { id: '1', destination, ack: 'client-individual', 'prefetch-count': '1' });
    const first = await client.take('MESSAGE');
    await client.ask('SEND', { destination: '/topic/nobody' });
    expect(client.inbox.size).toBe(0);
    client.send('ACK', { id: first.headers.ack ?? '' });
    expect(await client.bodies(1)).toEqual(['2']);
  });
});
