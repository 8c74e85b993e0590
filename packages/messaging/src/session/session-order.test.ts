import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestSession } from '../testing/test-session.ts';

/** An application that answers when the test says so. */
function slowAuthorize() {
  const answers: ((isAllowed: boolean) => void)[] = [];
  return { answers, authorize: () => new Promise<boolean>((resolve) => answers.push(resolve)) };
}

describe('frames of one session', () => {
  test('take effect in their order, however long the application thinks', async () => {
    const { answers, authorize } = slowAuthorize();
    const client = new TestEngine({ authorize }).connect();
    client.send('SUBSCRIBE', { destination: '/topic/a', id: '1', receipt: 'subscribe' });
    client.send('SEND', { destination: '/topic/a', receipt: 'send' }, 'x');
    client.send('UNSUBSCRIBE', { id: '1', receipt: 'unsubscribe' });
    expect(answers).toHaveLength(1);
    answers[0]?.(true);
    await expect.poll(() => answers.length).toBe(2);
    expect(client.commands).toEqual(['RECEIPT']);
    answers[1]?.(true);
    await expect.poll(() => client.commands).toEqual(['RECEIPT', 'MESSAGE', 'RECEIPT', 'RECEIPT']);
    const receipts = client.transport.frames.map(({ headers }) => headers['receipt-id']);
    expect(receipts).toEqual(['subscribe', undefined, 'send', 'unsubscribe']);
  });

  test('behind a refused one are not looked at', async () => {
    const { answers, authorize } = slowAuthorize();
    const client = new TestEngine({ authorize }).connect();
    client.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
    client.send('SEND', { destination: '/topic/a', receipt: 'send' });
    answers[0]?.(false);
    await expect.poll(() => client.commands).toEqual(['ERROR']);
    expect(answers).toHaveLength(1);
  });

  // Once 500 messages of 64 kB in one compressed write of 59 kB were all delivered within one turn, and cut off
  // subscribers that had no chance to read. Now whoever says so much takes a breath in between.
  test('wait a little where they say much at once, so that those who hear them can read', async () => {
    const engine = new TestEngine();
    const [client, reader] = [engine.connect(), engine.connect({ name: 'bob' })];
    reader.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
    for (let n = 0; n < 20; n += 1) client.send('SEND', { destination: '/topic/a' }, 'x'.repeat(60_000));
    for (const heard of [5, 10, 15, 20]) {
      await expect.poll(() => reader.transport.frames.length).toBe(heard);
      engine.advance(1_000);
    }
    expect(client.commands).toEqual([]);
  });

  test('make the socket wait when many of them do, and end the session when too many do', async () => {
    const { answers, authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize, limits: { maxPendingFrames: 100 } });
    const pushy = engine.connect();
    for (let n = 0; n <= 140; n += 1) pushy.send('SEND', { destination: '/topic/a' });
    expect(pushy.transport.isPaused).toBe(true);
    expect(pushy.last?.headers.code).toBe('too_many_pending');
    const reader = engine.connect();
    for (let n = 0; n < 40; n += 1) reader.send('SEND', { destination: '/topic/a' });
    expect(reader.transport.isPaused).toBe(true);
    for (let n = 1; n <= 10; n += 1) {
      await expect.poll(() => answers.length).toBe(n + 1);
      answers[n]?.(true);
    }
    await expect.poll(() => reader.transport.isPaused).toBe(false);
  });

  // Once a session went on decoding what it had while it was paused: 72 kB of compressed frames became 36 MB that waited.
  test('stay bytes while as many wait as may, and take effect all the same, in their order', async () => {
    const { answers, authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize });
    const { counters } = engine.parts;
    const client = engine.connect();
    const framesBefore = counters.framesIn;
    client.write('SEND\ndestination:/topic/a\n\n\0'.repeat(500) + 'SEND\ndestination:/topic/b\n\n\0');
    client.write('SEND\ndestination:/topic/c\nreceipt:last\n\n\0');
    expect(client.transport.isPaused).toBe(true);
    expect([counters.framesIn - framesBefore, counters.pendingFrames]).toEqual([33, 32]);
    for (let n = 0; n < 502; n += 1) {
      answers[n]?.(true);
      await new Promise(setImmediate);
      expect(counters.pendingFrames).toBeLessThanOrEqual(32);
    }
    await expect.poll(() => client.last?.headers['receipt-id']).toBe('last');
    expect(client.transport.isPaused).toBe(false);
    expect(counters.pendingFrames).toBe(0);
  });

  test('make the socket wait when they are large, and end the session when too much waits', async () => {
    const { answers, authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize, limits: { maxPendingBytes: 300_000 } });
    const client = engine.connect();
    for (let n = 0; n < 3; n += 1) client.send('SEND', { destination: '/topic/a' }, 'x'.repeat(40_000));
    expect(client.transport.isPaused).toBe(true);
    for (let n = 0; n < 3; n += 1) {
      await expect.poll(() => answers.length).toBe(n + 1);
      answers[n]?.(true);
    }
    expect(client.transport.isPaused).toBe(false);
    for (let n = 0; n < 10; n += 1) client.send('SEND', { destination: '/topic/a' }, 'x'.repeat(40_000));
    expect(client.last?.headers.code).toBe('too_many_pending');
  });

  test('are refused when the application does not answer in time', async () => {
    const { authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize });
    const client = engine.connect();
    client.send('SEND', { destination: '/topic/a', receipt: 'r' });
    engine.advance(10_100);
    await expect.poll(() => client.last?.headers.code).toBe('answer_timeout');
  });

  test('that come faster than the limit end the session; a burst within it does not', () => {
    const engine = new TestEngine({ limits: { maxFramesPerSecond: 10, maxFrameBurst: 20 } });
    const client = engine.connect();
    for (let n = 0; n < 19; n += 1) client.send('SEND', { destination: '/topic/a' });
    engine.advance(1_000);
    for (let n = 0; n < 10; n += 1) client.send('SEND', { destination: '/topic/a' });
    expect(client.transport.closedBy).toBeUndefined();
    client.send('SEND', { destination: '/topic/a' });
    expect(client.last?.headers.code).toBe('too_many_frames');
  });
});

describe('frames of a client that is gone', () => {
  test('are carried out all the same, in their order, and nothing is sent to it', async () => {
    const { answers, authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize });
    const [client, other] = [engine.connect(), engine.connect({ name: 'bob' })];
    other.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
    await expect.poll(() => answers.length).toBe(1);
    answers[0]?.(true);
    await expect.poll(() => engine.parts.counters.subscriptions).toBe(1);
    for (const body of ['1', '2', '3']) client.send('SEND', { destination: '/topic/a', receipt: 'r' }, body);
    client.session.end();
    for (let n = 1; n <= 3; n += 1) {
      expect(client.session.isClosed).toBe(false);
      await expect.poll(() => answers.length).toBe(n + 1);
      answers[n]?.(true);
    }
    await expect.poll(() => client.session.isClosed).toBe(true);
    expect(other.transport.frames.map((frame) => textOf(frame))).toEqual(['1', '2', '3']);
    expect(client.commands).toEqual([]);
    expect(engine.parts.counters.pendingFrames).toBe(0);
  });

  test('are carried out also when it is gone before it is known', async () => {
    const known = Promise.withResolvers<{ name: string }>();
    const engine = new TestEngine({
      authenticateConnect: ({ login }) => (login ? known.promise : { name: 'bob' }),
    });
    const other = engine.connect();
    other.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
    const client = engine.open(undefined);
    client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '1,1', login: 'ann' });
    client.send('SEND', { destination: '/topic/a' }, 'x');
    client.session.end();
    known.resolve({ name: 'ann' });
    await expect.poll(() => client.session.isClosed).toBe(true);
    expect(other.transport.frames.map((frame) => textOf(frame))).toEqual(['x']);
    expect([client.commands, client.transport.heartbeats]).toEqual([[], 0]);
  });

  test('end at the one that is refused', async () => {
    const { answers, authorize } = slowAuthorize();
    const client = new TestEngine({ authorize }).connect();
    for (let n = 0; n < 3; n += 1) client.send('SEND', { destination: '/topic/a' });
    client.session.end();
    answers[0]?.(false);
    await expect.poll(() => client.session.isClosed).toBe(true);
    expect([answers.length, client.commands, client.transport.closedBy]).toEqual([1, [], undefined]);
  });

  test('are waited for no longer than an answer may take', () => {
    const { authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize });
    const client = engine.connect();
    for (let n = 0; n < 40; n += 1) client.send('SEND', { destination: '/topic/a' });
    client.session.end();
    engine.advance(9_900);
    expect(client.session.isClosed).toBe(false);
    engine.advance(200);
    expect(client.session.isClosed).toBe(true);
    expect(engine.parts.counters.pendingFrames).toBe(0);
  });

  test('keep no subscription alive', async () => {
    const { answers, authorize } = slowAuthorize();
    const engine = new TestEngine({ authorize });
    const client = engine.connect();
    client.send('SUBSCRIBE', { destination: '/topic/a', id: '1' });
    client.send('SUBSCRIBE', { destination: '/topic/b', id: '2' });
    answers[0]?.(true);
    await expect.poll(() => answers.length).toBe(2);
    client.session.end();
    const message = { headers: {}, body: Buffer.from('x') };
    void engine.parts.broker.send({ ...message, destination: '/topic/a' });
    answers[1]?.(true);
    await expect.poll(() => client.session.isClosed).toBe(true);
    void engine.parts.broker.send({ ...message, destination: '/topic/b' });
    expect(engine.parts.counters).toMatchObject({ deliveries: 0, subscriptions: 0 });
  });
});

/** A worker of a shared queue, and somebody who waits for what it does; SENDs to `/topic/slow` wait for the test. */
function slowWorker(ackMode: string, source = '/queue/jobs') {
  const slow = Promise.withResolvers<boolean>();
  const engine = new TestEngine({
    authorize: ({ destination }) => destination !== '/topic/slow' || slow.promise,
    broker: { queueSemantics: 'shared' },
    limits: { maxUnackedMessages: 2 },
  });
  const [worker, other] = [engine.connect(), engine.connect({ name: 'bob' })];
  other.send('SUBSCRIBE', { destination: '/topic/results', id: '1' });
  worker.send('SUBSCRIBE', { destination: source, id: '1', ack: ackMode });
  for (const job of ['job 1', 'job 2']) other.send('SEND', { destination: source }, job);
  const acks = worker.transport.frames.map(({ headers }) => headers.ack ?? 'none');
  const textsFor = ({ transport }: TestSession): string[] => transport.frames.map((frame) => textOf(frame));
  return { engine, worker, other, acks, textsFor, source, goOn: () => slow.resolve(true) };
}

// Once the end of its socket took a client's deliveries from it, so that an ACK on its way met nothing: that counted
// as a mistake, and the SENDs behind it were dropped. What was acknowledged came again, too.
describe('a client that is gone', () => {
  test.each(['client', 'client-individual'])('has settled what it had sent an ACK for (%s)', async (mode) => {
    const { worker, other, acks, textsFor, source, goOn } = slowWorker(mode);
    worker.send('SEND', { destination: '/topic/slow' });
    worker.send('ACK', { id: acks[0] ?? '' });
    worker.send('SEND', { destination: '/topic/results' }, 'done');
    worker.session.end();
    other.send('SUBSCRIBE', { destination: source, id: '2' });
    expect(textsFor(other)).toEqual([]);
    goOn();
    await expect.poll(() => worker.session.isClosed).toBe(true);
    expect(textsFor(other)).toEqual(['done', 'job 2']);
  });

  test('is given nothing more, nor is what comes back from one of its subscriptions', async () => {
    const { worker, other, acks, textsFor, source, goOn } = slowWorker('client-individual');
    worker.send('SUBSCRIBE', { destination: source, id: '2' });
    worker.send('SUBSCRIBE', { destination: source, id: '3', ack: 'client' });
    worker.send('SEND', { destination: '/topic/slow' });
    worker.send('NACK', { id: acks[1] ?? '' });
    worker.send('UNSUBSCRIBE', { id: '1' });
    worker.send('UNSUBSCRIBE', { id: '2' });
    worker.send('SEND', { destination: '/topic/results' }, 'done');
    worker.session.end();
    other.send('SEND', { destination: source }, 'job 3');
    goOn();
    await expect.poll(() => worker.session.isClosed).toBe(true);
    expect(textsFor(worker)).toEqual(['job 1', 'job 2']);
    other.send('SUBSCRIBE', { destination: source, id: '2' });
    expect(textsFor(other)).toEqual(['done', 'job 1', 'job 2', 'job 3']);
  });

  test('has left its topics, but settles what it got from them', async () => {
    const { engine, worker, other, acks, textsFor, source, goOn } = slowWorker('client', '/topic/jobs');
    worker.send('SEND', { destination: '/topic/slow' });
    worker.send('NACK', { id: acks[0] ?? '' });
    worker.send('ACK', { id: acks[1] ?? '' });
    worker.send('SEND', { destination: '/topic/results' }, 'done');
    worker.session.end();
    for (let n = 0; n < 3; n += 1) other.send('SEND', { destination: source }, 'too late');
    goOn();
    await expect.poll(() => worker.session.isClosed).toBe(true);
    expect([textsFor(worker), textsFor(other)]).toEqual([['job 1', 'job 2'], ['done']]);
    expect(engine.parts.counters.deliveries).toBe(3);
  });
});

test('a session that ends while its journal is being read leaves no subscription behind', async () => {
  const journal = createMemoryJournal();
  const engine = new TestEngine({ journals: [{ pattern: '/topic/j/{id}', journal }] });
  const client = engine.connect();
  client.send('SUBSCRIBE', { destination: '/topic/j/1', id: '1', after: '0' });
  client.session.end();
  journal.append('/topic/j/1', 'x');
  await new Promise(setImmediate);
  expect(client.commands).toEqual([]);
  expect(engine.parts.counters.subscriptions).toBe(0);
});
