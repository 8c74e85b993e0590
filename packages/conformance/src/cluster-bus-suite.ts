import { describe, expect, onTestFinished, test } from 'vitest';
import { createEngineParts } from '@carillon/messaging/internal';
import { BusRecorder, openCluster } from './cluster-bus-under-test.ts';
import type { ClusterUnderTest, MakeCluster } from './cluster-bus-under-test.ts';
import { clusterServerCases } from './cluster-server-cases.ts';

const WAIT = { timeout: 5_000 };

/** What every link between nodes must do. Call it at the top of a test file. */
export function clusterBusSuite(name: string, makeCluster: MakeCluster): void {
  describe(`cluster bus: ${name}`, () => {
    async function open(count: number) {
      const cluster = await openCluster(makeCluster);
      const nodes = await Promise.all(Array.from({ length: count }, () => startNode(cluster)));
      const [first, second, third] = nodes as [BusRecorder, BusRecorder, BusRecorder];
      return { cluster, first, second, third };
    }

    describe('a channel', () => {
      test('brings what is published to those who joined it, and to nobody else', async () => {
        const { first, second, third } = await open(3);
        await second.bus.join('a');
        await third.bus.join('b');
        publish(first, 'a', '1');
        publish(first, 'b', '2');
        await expect.poll(() => second.messages, WAIT).toEqual(['a 1']);
        await expect.poll(() => third.messages, WAIT).toEqual(['b 2']);
      });

      test('is not heard by the node that publishes', async () => {
        const { first, second } = await open(2);
        await first.bus.join('a');
        await second.bus.join('a');
        publish(first, 'a', '1');
        publish(second, 'a', '2');
        await expect.poll(() => [first.messages, second.messages], WAIT).toEqual([['a 2'], ['a 1']]);
      });

      test('brings what is published after it was joined, every time', async () => {
        const { first, second } = await open(2);
        for (let n = 0; n < 50; n += 1) {
          await second.bus.join(`a${n}`);
          publish(first, `a${n}`, 'now');
        }
        await expect.poll(() => second.messages.length, WAIT).toBe(50);
      });

      test('keeps the order of one node over all turns', async () => {
        const { first, second } = await open(2);
        await second.bus.join('a');
        const expected: string[] = [];
        for (let n = 0; n < 500; n += 1) {
          publish(first, 'a', String(n));
          expected.push(`a ${n}`);
          if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        await expect.poll(() => second.messages, WAIT).toEqual(expected);
      });

      test('that was left brings nothing, and joined again it does', async () => {
        const { first, second } = await open(2);
        await second.bus.join('a');
        await second.bus.join('end');
        second.bus.leave('a');
        await second.bus.join('b');
        publish(first, 'a', '1');
        publish(first, 'end', '1');
        await expect.poll(() => second.messages, WAIT).toEqual(['end 1']);
        await second.bus.join('a');
        publish(first, 'a', '2');
        await expect.poll(() => second.messages, WAIT).toEqual(['end 1', 'a 2']);
      });

      test('left and joined in one turn stays joined', async () => {
        const { first, second } = await open(2);
        await second.bus.join('a');
        second.bus.leave('a');
        await second.bus.join('a');
        publish(first, 'a', '1');
        await expect.poll(() => second.messages, WAIT).toEqual(['a 1']);
      });

      test.each(['t:/topic/a*b', 't:/topic/[x]', 't:/topic/?', 't:/topic/中文\\', 't:/topic/\n'])(
        'may be named %j, and nothing in its name is special',
        async (channel) => {
          const { first, second } = await open(2);
          await second.bus.join(channel);
          publish(first, 't:/topic/aXb', 'other');
          publish(first, 't:/topic/x', 'other');
          publish(first, channel, 'own');
          await expect.poll(() => second.messages, WAIT).toEqual([`${channel} own`]);
        },
      );

      test('brings bytes as they are, none and very many', async () => {
        const { first, second } = await open(2);
        const bytes: number[] = [];
        second.onMessage = (_channel, payload) => bytes.push(payload.length) > 0;
        await second.bus.join('a');
        for (const length of [0, 1, 300_000, 2_000_000]) first.bus.publish('a', new Uint8Array(length));
        await expect.poll(() => bytes, WAIT).toEqual([0, 1, 300_000, 2_000_000]);
      });
    });

    describe('a pattern', () => {
      test('brings what is published to all channels that fit', async () => {
        const { first, second } = await open(2);
        await second.bus.joinPattern('t:/topic/*/orders');
        for (const channel of ['t:/topic/7/orders', 't:/topic/7/notes', 't:/topic/a/b/orders']) {
          publish(first, channel, '1');
        }
        await expect
          .poll(() => second.messages, WAIT)
          .toEqual(['t:/topic/7/orders 1', 't:/topic/a/b/orders 1']);
      });

      test('has one special character', async () => {
        const { first, second } = await open(2);
        await second.bus.joinPattern('t:[ab]?*');
        publish(first, 't:ab', 'other');
        publish(first, 't:[ab]?c', 'own');
        await expect.poll(() => second.messages, WAIT).toEqual(['t:[ab]?c own']);
      });

      test('and a channel that it fits bring each message once', async () => {
        const { first, second } = await open(2);
        await second.bus.join('t:/topic/a');
        await second.bus.joinPattern('t:/topic/*');
        await second.bus.joinPattern('t:*');
        await second.bus.join('end');
        for (const n of ['1', '2', '3']) publish(first, 't:/topic/a', n);
        publish(first, 'end', '');
        const expected = ['t:/topic/a 1', 't:/topic/a 2', 't:/topic/a 3', 'end '];
        await expect.poll(() => second.messages, WAIT).toEqual(expected);
      });

      test('that was left brings nothing', async () => {
        const { first, second } = await open(2);
        await second.bus.joinPattern('t:*');
        await second.bus.join('end');
        second.bus.leavePattern('t:*');
        await second.bus.join('b');
        publish(first, 't:a', '1');
        publish(first, 'end', '1');
        await expect.poll(() => second.messages, WAIT).toEqual(['end 1']);
      });
    });

    describe('rows', () => {
      test('of a node are seen by all others, whenever they come', async () => {
        const { cluster, first, second } = await open(2);
        first.bus.setRows([['a', '1']]);
        await expect.poll(() => rowsOf(second, first), WAIT).toEqual({ a: '1' });
        const late = await startNode(cluster);
        await expect.poll(() => rowsOf(late, first), WAIT).toEqual({ a: '1' });
        expect(rowsOf(first, first)).toBeUndefined();
      });

      test('change in order, and go', async () => {
        const { first, second } = await open(2);
        for (let n = 0; n < 100; n += 1) {
          first.bus.setRows([
            ['n', String(n)],
            [`only ${n}`, '中'],
            [`only ${n - 1}`, undefined],
          ]);
          if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        await expect.poll(() => rowsOf(second, first), WAIT).toEqual({ n: '99', 'only 99': '中' });
      });

      test('of a node that leaves go at once, and the others are told once', async () => {
        const { first, second } = await open(2);
        first.bus.setRows([['a', '1']]);
        await expect.poll(() => rowsOf(second, first), WAIT).toEqual({ a: '1' });
        await first.bus.close();
        await expect.poll(() => second.gone, WAIT).toEqual([first.bus.nodeId]);
        expect(second.bus.counts.nodes).toBe(0);
      });
    });

    describe('a notice', () => {
      test('reaches every other node', async () => {
        const { first, second, third } = await open(3);
        first.bus.notify(Buffer.from('logout'));
        await expect.poll(() => [second.notices, third.notices], WAIT).toEqual([['logout'], ['logout']]);
        expect(first.notices).toEqual([]);
      });

      test('given while the link is down reaches them when it is back', async () => {
        const { cluster, first, second } = await open(2);
        await cluster.cut();
        await expect.poll(() => first.bus.state, WAIT).toBe('degraded');
        first.bus.notify(Buffer.from('logout'));
        await cluster.mend();
        await expect.poll(() => second.notices, WAIT).toEqual(['logout']);
      });
    });

    describe('a link that is lost', () => {
      test('degrades the node, which says so, counts what is lost, and joins again by itself', async () => {
        const { cluster, first, second } = await open(2);
        await second.bus.join('a');
        await second.bus.joinPattern('p*');
        first.bus.setRows([['kept', '1']]);
        await cluster.cut();
        await expect.poll(() => [first.bus.state, second.bus.state], WAIT).toEqual(['degraded', 'degraded']);
        publish(first, 'a', 'lost');
        await expect.poll(() => first.bus.counts.unsent, WAIT).toBe(1);
        await second.bus.join('b');
        first.bus.setRows([['new', '2']]);
        await cluster.mend();
        await expect.poll(() => [first.bus.state, second.bus.state], WAIT).toEqual(['joined', 'joined']);
        for (const channel of ['a', 'b', 'p1']) publish(first, channel, 'after');
        await expect.poll(() => second.messages, WAIT).toEqual(['a after', 'b after', 'p1 after']);
        await expect.poll(() => rowsOf(second, first), WAIT).toEqual({ kept: '1', new: '2' });
        expect(first.states).toEqual(['joined', 'degraded', 'joined']);
      });
    });

    clusterServerCases(makeCluster);
  });
}

/** Starts a node and waits until it is joined. */
async function startNode(cluster: ClusterUnderTest): Promise<BusRecorder> {
  const { parts, stop } = createEngineParts();
  const node = new BusRecorder(cluster.makeBus(parts));
  onTestFinished(async () => {
    await node.bus.close();
    stop();
  });
  node.bus.start(node);
  await expect.poll(() => node.bus.state, WAIT).toBe('joined');
  return node;
}

function publish(node: BusRecorder, channel: string, text: string): void {
  node.bus.publish(channel, Buffer.from(text));
}

function rowsOf(seenBy: BusRecorder, node: BusRecorder): Record<string, string> | undefined {
  const rows = seenBy.rows.get(node.bus.nodeId);
  return rows && Object.fromEntries(rows);
}
