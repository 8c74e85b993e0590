import { describe, expect, test } from 'vitest';
import { Inbox } from './inbox.ts';
import { Outbox } from './outbox.ts';

const NODE = 'node-0123456';

function open(maxPendingBytes = 1_000_000) {
  const counts = { nodes: 0, published: 0, received: 0, unsent: 0, malformed: 0 };
  const sent: { channel: string; batch: Buffer; settle: PromiseWithResolvers<undefined> }[] = [];
  const outbox = new Outbox({
    nodeId: NODE,
    counts,
    maxPendingBytes,
    send: (channel, batch) => {
      const settle = Promise.withResolvers<undefined>();
      sent.push({ channel, batch, settle });
      return settle.promise;
    },
  });
  const publish = (channel: string, text: string): void => outbox.publish(channel, Buffer.from(text));
  return { counts, sent, outbox, publish };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('what a turn publishes', () => {
  test('leaves when it ends, in one batch per channel and in order', async () => {
    const { sent, publish, counts } = open();
    for (const text of ['1', '2', '3']) publish('a', text);
    publish('b', '4');
    expect(sent).toEqual([]);
    await turn();
    const inbox = new Inbox('another node', counts);
    expect(sent.map(({ channel, batch }) => [channel, inbox.open(batch).join()])).toEqual([
      ['a', '1,2,3'],
      ['b', '4'],
    ]);
  });

  test('leaves at once when it has become long', () => {
    const { sent, publish } = open();
    for (let n = 0; n < 5; n += 1) publish('a', 'x'.repeat(100_000));
    expect(sent).toHaveLength(1);
  });

  test('is counted by what became of it', async () => {
    const { sent, publish, counts } = open();
    publish('a', '1');
    publish('a', '2');
    publish('b', '3');
    await turn();
    sent[0]?.settle.resolve(undefined);
    sent[1]?.settle.reject(new Error('lost'));
    await turn();
    expect(counts).toMatchObject({ published: 2, unsent: 1 });
  });

  test('is dropped and counted while too much is on its way', async () => {
    const { sent, publish, counts } = open(100);
    publish('a', 'x'.repeat(90));
    publish('a', 'too much');
    await turn();
    expect([sent.length, counts.unsent]).toEqual([1, 1]);
    sent[0]?.settle.resolve(undefined);
    await turn();
    publish('a', 'enough room');
    await turn();
    expect([sent.length, counts.unsent]).toEqual([2, 1]);
  });
});

/**
 * The link to Redis was lost in the turn that had published. Its batches were sent at the end of that turn
 * to no link, and the error ended the process.
 */
test('what cannot even be handed over is counted, and disturbs nobody', async () => {
  const counts = { nodes: 0, published: 0, received: 0, unsent: 0, malformed: 0 };
  const send = (): never => {
    throw new Error('There is no link.');
  };
  const outbox = new Outbox({ nodeId: NODE, counts, maxPendingBytes: 100, send });
  outbox.publish('a', Buffer.from('1'));
  outbox.publish('b', Buffer.from('2'));
  await turn();
  expect(counts).toMatchObject({ published: 0, unsent: 2 });
  outbox.publish('a', Buffer.from('x'.repeat(80)));
  await turn();
  expect(counts.unsent).toBe(3);
});

describe('what comes', () => {
  test('is taken once, and not from oneself', async () => {
    const { sent, publish, counts } = open();
    publish('a', '1');
    await turn();
    const batch = sent[0]?.batch ?? Buffer.alloc(0);
    const inbox = new Inbox('another node', counts);
    expect([inbox.open(batch).length, inbox.open(batch).length]).toEqual([1, 0]);
    expect(new Inbox(NODE, counts).open(batch)).toEqual([]);
    expect(counts).toMatchObject({ received: 1, malformed: 0 });
  });

  test('and is no batch is counted', () => {
    const { counts } = open();
    expect(new Inbox(NODE, counts).open(Buffer.from('hello'))).toEqual([]);
    expect(counts.malformed).toBe(1);
  });
});
