import { describe, expect, onTestFinished, test } from 'vitest';
import { startServer, TestClient, textOf } from '@carillon/messaging/internal';
import type { TestServer } from '@carillon/messaging/internal';
import { openCluster } from './cluster-bus-under-test.ts';
import type { ClusterUnderTest, MakeCluster } from './cluster-bus-under-test.ts';

const WAIT = { timeout: 10_000 };
const SENDS = 50;

/** The link beneath messaging servers: what clients see of it. */
export function clusterServerCases(makeCluster: MakeCluster): void {
  describe('beneath messaging servers', () => {
    describe('destinations', () => {
      test('reach the subscribers of all nodes, each once and in order', async () => {
        const { servers } = await open(makeCluster, 3);
        const clients = await Promise.all([...servers, ...servers].map((server) => connect(server)));
        for (const client of clients) await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
        const [sender] = clients;
        const expected = Array.from({ length: SENDS }, (_, n) => String(n));
        for (const body of expected) sender?.send('SEND', { destination: '/topic/a' }, body);
        const got = await Promise.all(clients.map((client) => client.bodies(SENDS)));
        expect(got).toEqual(clients.map(() => expected));
      });

      test('show the same message on every node', async () => {
        const { first, second } = await open(makeCluster, 2);
        const [here, there] = [await connect(first), await connect(second)];
        for (const client of [here, there])
          await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
        await first.messaging.template.send('/topic/a', { dish: '宫保鸡丁' }, { note: 'a:b\nc' });
        const [one, other] = [await here.take('MESSAGE'), await there.take('MESSAGE')];
        expect(other.headers).toEqual(one.headers);
        expect(textOf(other)).toBe(textOf(one));
      });

      test('bring everything that is sent after a RECEIPT, on whichever node', async () => {
        const { first, second } = await open(makeCluster, 2);
        const client = await connect(second);
        for (let n = 0; n < SENDS; n += 1) {
          const destination = `/topic/room/${n}`;
          await client.ask('SUBSCRIBE', { id: String(n), destination });
          await first.messaging.template.send(destination, String(n));
          expect(await client.bodies(1)).toEqual([String(n)]);
        }
      });

      test('are nobody’s any more after UNSUBSCRIBE', async () => {
        const { first, second } = await open(makeCluster, 2);
        const client = await connect(second);
        await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
        await client.ask('SUBSCRIBE', { id: '2', destination: '/topic/b' });
        await client.ask('UNSUBSCRIBE', { id: '1' });
        await first.messaging.template.send('/topic/a', 'gone');
        await first.messaging.template.send('/topic/b', 'here');
        expect(await client.bodies(1)).toEqual(['here']);
      });

      test('reach patterns of other nodes once, whatever else is subscribed there', async () => {
        const { first, second } = await open(makeCluster, 2);
        const client = await connect(second);
        await client.ask('SUBSCRIBE', { id: 'exact', destination: '/topic/shops/7/orders' });
        await client.ask('SUBSCRIBE', { id: 'pattern', destination: '/topic/shops/*/orders' });
        await first.messaging.template.send('/topic/shops/7/orders', 'both');
        await first.messaging.template.send('/topic/shops/8/orders', 'pattern');
        const got: string[] = [];
        while (got.length < 3) {
          const frame = await client.take('MESSAGE');
          got.push(`${frame.headers.subscription} ${textOf(frame)}`);
        }
        expect(got.toSorted()).toEqual(['exact both', 'pattern both', 'pattern pattern']);
        await first.messaging.template.send('/topic/shops/7/orders', 'end');
        expect(await client.bodies(2)).toEqual(['end', 'end']);
      });

      test('get what a transaction holds back when it is committed', async () => {
        const { first, second } = await open(makeCluster, 2);
        const [sender, receiver] = [await connect(first), await connect(second)];
        await receiver.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
        sender.send('BEGIN', { transaction: 't' });
        sender.send('SEND', { destination: '/topic/a', transaction: 't' }, 'in it');
        await sender.ask('SEND', { destination: '/topic/a' });
        await sender.ask('COMMIT', { transaction: 't' });
        expect(await receiver.bodies(2)).toEqual(['', 'in it']);
      });
    });

    describe('users', () => {
      test('get what is sent to them on every node that they are on, each session once', async () => {
        const { servers, first } = await open(makeCluster, 3);
        const sessions = await Promise.all(servers.map((server) => connect(server, 'ann')));
        const stranger = await connect(first, 'bob');
        for (const client of [...sessions, stranger]) {
          await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
        }
        for (const server of servers)
          await server.messaging.template.sendToUser('ann', '/queue/chat', 'hello');
        for (const client of sessions) {
          const frame = await client.take('MESSAGE');
          expect(frame.headers.destination).toBe('/user/queue/chat');
          expect(await client.bodies(2)).toEqual(['hello', 'hello']);
        }
        await first.messaging.template.sendToUser('bob', '/queue/chat', 'only you');
        expect(await stranger.bodies(1)).toEqual(['only you']);
      });

      test('miss nothing that is sent to them after their first RECEIPT', async () => {
        const { first, second } = await open(makeCluster, 2);
        for (let n = 0; n < 20; n += 1) {
          const client = await connect(second, `user/${n}`);
          await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
          await first.messaging.template.sendToUser(`user/${n}`, '/queue/chat', 'now');
          expect(await client.bodies(1)).toEqual(['now']);
          await client.close();
        }
      });

      test('can write to each other from any node', async () => {
        const { first, second } = await open(makeCluster, 2);
        const [ann, bob] = [await connect(first, 'ann'), await connect(second, 'bob')];
        await bob.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
        ann.send('SEND', { destination: '/user/bob/queue/chat' }, 'hi');
        expect(await bob.bodies(1)).toEqual(['hi']);
      });

      test('are reached in one session alone, wherever it is', async () => {
        const { first, second } = await open(makeCluster, 2);
        const [one, other] = [await connect(second, 'ann'), await connect(second, 'ann')];
        for (const client of [one, other]) {
          await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
        }
        const sessions = () => [...(first.messaging.users.get('ann')?.sessions ?? [])];
        await expect.poll(() => sessions().length, WAIT).toBe(2);
        for (const { id } of sessions()) await first.messaging.template.sendToSession(id, '/queue/chat', id);
        const got = [...(await one.bodies(1)), ...(await other.bodies(1))];
        expect(got.toSorted()).toEqual(
          sessions()
            .map(({ id }) => id)
            .toSorted(),
        );
      });
    });

    describe('presence', () => {
      test('shows the users of all nodes, their sessions and their subscriptions', async () => {
        const { first, second } = await open(makeCluster, 2);
        const [ann, bob] = [await connect(first, 'ann'), await connect(second, 'bob')];
        await bob.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
        await connect(second, 'ann');
        const names = ({ messaging }: TestServer) =>
          [...messaging.users.all()].map(({ name }) => name).toSorted();
        for (const server of [first, second]) {
          await expect.poll(() => names(server), WAIT).toEqual(['ann', 'bob']);
          await expect.poll(() => server.messaging.users.get('ann')?.sessions.length, WAIT).toBe(2);
          await expect
            .poll(() => server.messaging.users.findSubscriptions('/user/queue/{name}').length, WAIT)
            .toBe(1);
        }
        await bob.ask('UNSUBSCRIBE', { id: '1' });
        await expect
          .poll(() => first.messaging.users.findSubscriptions('/user/queue/{name}'), WAIT)
          .toEqual([]);
        await ann.close();
        await expect.poll(() => second.messaging.users.get('ann')?.sessions.length, WAIT).toBe(1);
      });

      test('tells once per node when a user comes and goes', async () => {
        const { first, second } = await open(makeCluster, 2);
        const told: string[] = [];
        for (const [node, { messaging }] of [first, second].entries()) {
          messaging.events.on('userOnline', (name) => told.push(`${node} ${name} online`));
          messaging.events.on('userOffline', (name) => told.push(`${node} ${name} offline`));
        }
        const [one, two] = [await connect(first, 'ann'), await connect(second, 'ann')];
        await expect.poll(() => told.toSorted(), WAIT).toEqual(['0 ann online', '1 ann online']);
        await expect.poll(() => first.messaging.users.get('ann')?.sessions.length, WAIT).toBe(2);
        await one.close();
        await two.close();
        const gone = ['0 ann offline', '0 ann online', '1 ann offline', '1 ann online'];
        await expect.poll(() => told.toSorted(), WAIT).toEqual(gone);
      });

      test('forgets a node that goes down', async () => {
        const { first, second } = await open(makeCluster, 2);
        await connect(second, 'ann');
        await expect.poll(() => first.messaging.users.count, WAIT).toBe(1);
        await second.messaging.close({ drainMs: 500 });
        await expect.poll(() => first.messaging.users.count, WAIT).toBe(0);
        await expect.poll(() => first.messaging.statistics().cluster?.nodes, WAIT).toBe(0);
      });
    });

    describe('a disconnect', () => {
      test.each([{ name: 'ann' }, { session: 'login of ann' }])(
        'of %o ends the sockets on every node',
        async (selector) => {
          const { servers, first } = await open(makeCluster, 3);
          const sessions = await Promise.all(servers.map((server) => connect(server, 'ann')));
          const bystander = await connect(first, 'bob');
          first.messaging.users.disconnect(selector);
          for (const client of sessions) expect((await client.closed).code).toBe(3504);
          await bystander.ask('SEND', { destination: '/topic/a' });
        },
      );

      test('reaches nodes that were cut off when it was asked for', async () => {
        const { cluster, first, second } = await open(makeCluster, 2);
        const client = await connect(second, 'ann');
        await cluster.cut();
        await becomes('degraded', first, second);
        first.messaging.users.disconnect({ name: 'ann' });
        await client.ask('SEND', { destination: '/topic/a' });
        await cluster.mend();
        expect((await client.closed).code).toBe(3504);
      });
    });

    test('nodes that are cut off go on serving their own clients, and are one again afterwards', async () => {
      const { cluster, first, second } = await open(makeCluster, 2);
      const states: string[] = [];
      first.messaging.events.on('cluster', (state) => states.push(state));
      const [here, there] = [await connect(first, 'ann'), await connect(second, 'bob')];
      for (const client of [here, there]) await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
      await cluster.cut();
      await becomes('degraded', first, second);
      await here.ask('SUBSCRIBE', { id: '2', destination: '/user/queue/chat' });
      await there.ask('SUBSCRIBE', { id: '2', destination: '/topic/b' });
      await first.messaging.template.send('/topic/a', 'here');
      await first.messaging.template.sendToUser('ann', '/queue/chat', 'alone');
      expect(await here.bodies(2)).toEqual(['here', 'alone']);
      await expect.poll(() => first.messaging.statistics().cluster?.unsent, WAIT).toBe(2);
      await cluster.mend();
      await becomes('joined', first, second);
      await first.messaging.template.send('/topic/a', 'together');
      await first.messaging.template.send('/topic/b', 'together');
      expect(await there.bodies(2)).toEqual(['together', 'together']);
      await expect.poll(() => second.messaging.users.get('ann')?.sessions.length, WAIT).toBe(1);
      expect(states).toEqual(['degraded', 'joined']);
    });
  });
}

async function open(makeCluster: MakeCluster, count: number) {
  const cluster = await openCluster(makeCluster);
  const servers = await Promise.all(Array.from({ length: count }, () => startNode(cluster)));
  const [first, second] = servers as [TestServer, TestServer];
  return { cluster, servers, first, second };
}

async function startNode({ makeBus }: ClusterUnderTest): Promise<TestServer> {
  const server = await startServer(
    { cluster: makeBus, presence: { offlineGraceMs: 0 } },
    {
      authenticate: ({ query }) => {
        const name = query.get('user') ?? 'nobody';
        return { name, session: `login of ${name}` };
      },
    },
  );
  onTestFinished(() => server.stop());
  await becomes('joined', server);
  return server;
}

function connect({ url }: TestServer, user = 'nobody'): Promise<TestClient> {
  return TestClient.connect(`${url}?user=${encodeURIComponent(user)}`);
}

async function becomes(state: 'joined' | 'degraded', ...servers: TestServer[]): Promise<void> {
  for (const { messaging } of servers) {
    await expect.poll(() => messaging.statistics().cluster?.state, WAIT).toBe(state);
  }
}
