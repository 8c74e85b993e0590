import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import { memoryHub } from '../cluster/memory-hub.ts';
import { DepartingClients, newMark } from '../testing/departing-clients.ts';
import { readMemory } from '../testing/memory-contents.ts';
import type { MemoryContents } from '../testing/memory-contents.ts';
import { WAYS_TO_LEAVE } from '../testing/ways-to-leave.ts';

/** What an engine keeps for a client, or only because a client is there. */
const KINDS = [
  'Session',
  'WebSocketConnection',
  'SockJsSession',
  'LocalSession',
  'UserSessions',
  'SessionLedger',
  'AckWindow',
  'AutoConsumer',
  'StartedOnce',
  'Transactions',
  'Topic',
  'SharedQueue',
  'JournalFeed',
  'RemoteSession',
  'Deadline',
  'AbortController',
];

let clients: DepartingClients;
let before: MemoryContents;

beforeAll(async () => {
  clients = await DepartingClients.start();
  before = await readMemory(KINDS, clients.mark);
});

afterAll(() => clients.server.stop());

/** Waits until none of the sessions is in memory. */
function allAreForgotten(of = clients): Promise<void> {
  return vi.waitFor(() => expect(of.countSessionsLeft()).toBe(0), { timeout: 15_000, interval: 50 });
}

describe('nothing is left in memory of a client', () => {
  test.each(Object.keys(WAYS_TO_LEAVE))('that %s', { timeout: 30_000 }, async (way) => {
    await WAYS_TO_LEAVE[way]?.(clients);
    await allAreForgotten();
    // What the application has not answered by now it never will.
    clients.answer();
  });

  test('that is there when the engine closes', async () => {
    const closing = await DepartingClients.start();
    await closing.subscribe('/topic/news', { ack: 'client' });
    await closing.subscribe('/queue/jobs');
    await closing.subscribe('/topic/journal');
    await closing.server.messaging.close({ drainMs: 500 });
    onTestFinished(() => closing.server.stop());
    await allAreForgotten(closing);
    expect(closing.server.messaging.statistics()).toMatchObject({ sessions: 0, subscriptions: 0, users: 0 });
  });

  test('of another node', { timeout: 30_000 }, async () => {
    const hub = memoryHub();
    const mark = newMark();
    let lastId = 0;
    const start = () => {
      const ids = (): string => `${mark}-session-${(lastId += 1)}`;
      return DepartingClients.start({ cluster: hub.bus, broker: simpleBroker(), journals: [], ids }, mark);
    };
    const [here, there] = [await start(), await start()];
    onTestFinished(() => Promise.all([here.server.stop(), there.server.stop()]).then(() => undefined));

    async function comeAndGo(destination: string): Promise<void> {
      const client = await here.subscribe(destination, { ack: 'client' });
      await there.server.messaging.template.send('/topic/news', 'for all');
      if (destination.startsWith('/topic')) await client.take('MESSAGE');
      expect([...there.server.messaging.users.sessions()]).toHaveLength(1);
      client.socket.terminate();
    }

    for (const destination of ['/topic/news', '/topic/*', '/user/queue/own']) {
      await comeAndGo(destination);
      await allAreForgotten(here);
    }
    await vi.waitFor(async () => expect(await readMemory(KINDS, mark)).toEqual(before), { timeout: 20_000 });
  });

  test('that has ended what it was subscribed to, and goes on', { timeout: 20_000 }, async () => {
    const client = await clients.connect();
    onTestFinished(() => client.close());
    for (const destination of [
      '/topic/news',
      '/topic/*',
      '/queue/jobs',
      '/topic/journal',
      '/user/queue/own',
    ]) {
      const id = clients.word('subscription');
      const ack = destination === '/topic/journal' ? 'auto' : 'client';
      await clients.subscribe(destination, { id, ack }, client);
      await client.ask('UNSUBSCRIBE', { id });
    }
    const { counts } = await readMemory(KINDS, clients.mark);
    const ofSubscriptions = ['StartedOnce', 'AckWindow', 'Topic', 'SharedQueue', 'JournalFeed'];
    for (const kind of ofSubscriptions) expect([kind, counts[kind]]).toEqual([kind, before.counts[kind]]);
  });

  test('but for the session itself, where the application keeps that', { timeout: 20_000 }, async () => {
    const kept: unknown[] = [];
    clients.server.messaging.events.on('disconnect', (session) => kept.push(session));
    onTestFinished(() => void clients.server.messaging.events.removeAllListeners('disconnect'));
    for (const way of ['owes acknowledgements to a topic', 'is in a transaction', 'follows a journal'])
      await WAYS_TO_LEAVE[way]?.(clients);
    await vi.waitFor(() => expect(kept).toHaveLength(3), { timeout: 15_000 });
    const { counts } = await readMemory(KINDS, clients.mark);
    const ofSessions = ['Session', 'WebSocketConnection', 'StartedOnce'];
    for (const kind of KINDS)
      if (!ofSessions.includes(kind)) expect([kind, counts[kind]]).toEqual([kind, before.counts[kind]]);
  });

  test('no object, no word, and nothing in what is counted', { timeout: 30_000 }, async () => {
    const now = { sessions: 0, subscriptions: 0, users: 0, pendingFrames: 0, handling: 0 };
    await vi.waitFor(() => expect(clients.server.messaging.statistics()).toMatchObject(now), {
      timeout: 15_000,
    });
    await vi.waitFor(
      async () => {
        // Whoever was sent away is remembered for as long as a login takes, and forgotten with the next.
        clients.server.messaging.users.disconnect({ name: 'nobody' });
        expect(await readMemory(KINDS, clients.mark)).toEqual(before);
      },
      { timeout: 20_000 },
    );
  });
});
