import { startActiveMq, startRabbitMq } from '@carillon/scripts/services';
import type { StompBroker } from '@carillon/scripts/services';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Authorize } from '../core/authorize.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { brokerRelay } from './broker-relay.ts';

/** What a client is allowed must be what the broker then does: each test gets round that, as once it could. */

const START_LIMIT_MS = 60_000;

let rabbitMq: StompBroker;
let activeMq: StompBroker;
beforeAll(async () => {
  [rabbitMq, activeMq] = await Promise.all([startRabbitMq(), startActiveMq()]);
}, START_LIMIT_MS);
afterAll(() => Promise.all([rabbitMq.remove(), activeMq.remove()]), START_LIMIT_MS);

async function startNode(
  { host, port }: StompBroker,
  authorize: Authorize,
  clientHeaders: readonly string[] = [],
) {
  const broker = brokerRelay({ addresses: [{ host, port }], clientHeaders });
  const node = await startServer({ broker, authorize });
  onTestFinished(() => node.stop());
  return node;
}

async function codeFor(url: string, command: 'SEND' | 'SUBSCRIBE', destination: string) {
  const client = await TestClient.connect(url);
  client.send(command, { destination, id: '1', receipt: 'r' });
  return (await client.take('ERROR')).headers.code;
}

describe('a client of RabbitMQ', () => {
  test('gets by no header at a queue that it may not subscribe to', async () => {
    const { url, messaging } = await startNode(
      rabbitMq,
      ({ destination }) => destination !== '/queue/secret',
    );
    await messaging.template.send('/queue/secret', 'secret');
    const client = await TestClient.connect(url);
    await client.ask('SUBSCRIBE', {
      id: '1',
      destination: '/topic/notice',
      'x-queue-name': 'secret',
      durable: 'true',
      'auto-delete': 'false',
    });
    await messaging.template.send('/topic/notice', 'notice');
    expect(await client.bodies(1)).toEqual(['notice']);
  });

  // Once an UNSUBSCRIBE had its id and nothing else for RabbitMQ, which kept the queue of whoever had gone for good.
  test('takes its durable subscription away when its UNSUBSCRIBE says durable too', async () => {
    const { url, messaging } = await startNode(rabbitMq, () => true, ['durable', 'auto-delete']);
    const durable = { id: 'ann', durable: 'true', 'auto-delete': 'false' };
    const subscribe = async (): Promise<TestClient> => {
      const client = await TestClient.connect(url);
      await client.ask('SUBSCRIBE', { ...durable, destination: '/topic/durable' });
      return client;
    };
    const missed = async (body: string): Promise<void> => {
      await messaging.template.send('/topic/durable', body);
    };
    const first = await subscribe();
    await first.close();
    await missed('kept for her');
    const second = await subscribe();
    expect(await second.bodies(1)).toEqual(['kept for her']);
    await second.ask('UNSUBSCRIBE', { id: 'ann' });
    await missed('kept for her too');
    const third = await subscribe();
    expect(await third.bodies(1)).toEqual(['kept for her too']);
    await third.ask('UNSUBSCRIBE', durable);
    await missed('kept for nobody');
    const fourth = await subscribe();
    await messaging.template.send('/topic/durable', 'now');
    expect(await fourth.bodies(1)).toEqual(['now']);
  });

  test('makes no queue on which the application’s own messages are refused', async () => {
    const { url, messaging } = await startNode(rabbitMq, () => true);
    const client = await TestClient.connect(url);
    await client.ask('SEND', { destination: '/queue/fresh', 'x-max-length': '1', durable: 'false' });
    await messaging.template.send('/queue/fresh', 'order');
  });

  test.each(['SEND', 'SUBSCRIBE'] as const)('hides no slash from authorize in a %s', async (command) => {
    const { url } = await startNode(
      rabbitMq,
      ({ destination }) => !destination.startsWith('/topic/private/'),
    );
    expect(await codeFor(url, command, '/topic/private%2Fplans')).toBe('unknown_destination');
  });
});

test('a message that RabbitMQ refuses costs the application that message, and no more', async () => {
  const { url, messaging } = await startNode(rabbitMq, () => true);
  const client = await TestClient.connect(url);
  await client.ask('SEND', { destination: '/queue/plain' });
  const told: boolean[] = [];
  messaging.events.on('brokerAvailability', (isAvailable) => told.push(isAvailable));
  const refused = messaging.template.send('/queue/plain', '2', { 'x-max-length': '1' });
  await expect(refused).rejects.toMatchObject({ code: 'broker_refused' });
  await messaging.template.send('/queue/plain', '3');
  expect(told).toEqual([]);
});

describe('a client of ActiveMQ', () => {
  test.each(['/topic/public,/queue/other', '/topic/public,other', '/topic/public?consumer.exclusive=true'])(
    'hides no second destination or options in one: %s',
    async (destination) => {
      const { url } = await startNode(activeMq, (asked) => asked.destination.startsWith('/topic/public'));
      expect(await codeFor(url, 'SEND', destination)).toBe('unknown_destination');
      expect(await codeFor(url, 'SUBSCRIBE', destination)).toBe('unknown_destination');
    },
  );

  test('reaches nothing by a space that ActiveMQ reads over', async () => {
    const { url } = await startNode(activeMq, ({ destination }) => destination !== '/topic/private');
    expect(await codeFor(url, 'SUBSCRIBE', '/topic/private ')).toBe('unknown_destination');
    expect(await codeFor(url, 'SUBSCRIBE', '/topic/ private')).toBe('unknown_destination');
  });
});
