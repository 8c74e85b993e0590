import { describe, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import type { TestSession } from '../testing/test-session.ts';

const QUEUE = '/queue/a';
const DEAD = '/queue/dead-letter';

function setUp(limits = {}) {
  const engine = new TestEngine({ limits, broker: { queueSemantics: 'shared', deadLetter: DEAD } });
  const sender = engine.connect();
  const send = (...bodies: (string | number)[]): void => {
    for (const body of bodies) sender.send('SEND', { destination: QUEUE }, String(body));
  };
  const join = (ack = 'auto', destination = QUEUE): TestSession => {
    const client = engine.connect();
    client.send('SUBSCRIBE', { destination, id: '1', ack });
    return client;
  };
  return { engine, sender, send, join };
}

function messagesOf({ transport }: TestSession) {
  return transport.frames.filter(({ command }) => command === 'MESSAGE');
}

function bodiesOf(client: TestSession): string[] {
  return messagesOf(client).map(({ body }) => Buffer.from(body).toString());
}

function settle(client: TestSession, command: string, index: number): void {
  client.send(command, { id: messagesOf(client)[index]?.headers.ack ?? 'none' });
}

describe('the turns of a shared queue', () => {
  test('go round', () => {
    const { send, join } = setUp();
    const clients = [join(), join(), join()];
    send(1, 2, 3, 4, 5, 6);
    expect(clients.map(bodiesOf)).toEqual([
      ['1', '4'],
      ['2', '5'],
      ['3', '6'],
    ]);
  });

  test('pass over whoever has no room, until it has', () => {
    const { send, join } = setUp({ maxUnackedMessages: 2 });
    const [busy, free] = [join('client-individual'), join()];
    send(1, 2, 3, 4, 5, 6);
    expect(bodiesOf(busy)).toEqual(['1', '3']);
    expect(bodiesOf(free)).toEqual(['2', '4', '5', '6']);
    settle(busy, 'ACK', 0);
    send(7, 8);
    expect([...bodiesOf(busy), ...bodiesOf(free)].toSorted()).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
    ]);
    expect(bodiesOf(busy)).toHaveLength(3);
  });

  test('pass over whoever is congested, and what waits for it waits', () => {
    const { send, join } = setUp();
    const slow = join();
    slow.transport.congested = true;
    send(1, 2);
    expect(bodiesOf(slow)).toEqual([]);
    slow.transport.relieve();
    expect(bodiesOf(slow)).toEqual(['1', '2']);
    const quick = join();
    slow.transport.congested = true;
    send(3, 4);
    expect(bodiesOf(quick)).toEqual(['3', '4']);
  });

  test('wait for room that another subscription of the same session makes', () => {
    const { engine, send, sender } = setUp({ maxUnackedBytesPerSession: 600 });
    const client = engine.connect();
    for (const id of ['1', '2']) {
      client.send('SUBSCRIBE', { destination: `/queue/${id}`, id, ack: 'client-individual' });
    }
    for (const id of ['1', '1', '1', '2']) sender.send('SEND', { destination: `/queue/${id}` }, id);
    send('elsewhere');
    expect(bodiesOf(client)).not.toContain('2');
    for (const index of [0, 1]) settle(client, 'ACK', index);
    expect(bodiesOf(client)).toContain('2');
  });

  test('wait for room that the end of another subscription of the same session makes', () => {
    const { engine, sender } = setUp({ maxUnackedBytesPerSession: 600 });
    const client = engine.connect();
    for (const id of ['1', '2']) {
      client.send('SUBSCRIBE', { destination: `/queue/${id}`, id, ack: 'client-individual' });
    }
    for (const id of ['1', '1', '1', '2']) sender.send('SEND', { destination: `/queue/${id}` }, id);
    expect(bodiesOf(client)).not.toContain('2');
    client.send('UNSUBSCRIBE', { id: '1' });
    expect(bodiesOf(client)).toContain('2');
  });
});

describe('what comes back to a shared queue', () => {
  test('goes before what waits, in its order, and says that it comes again', () => {
    const { send, join } = setUp({ maxUnackedMessages: 2 });
    const first = join('client');
    send(1, 2, 3);
    first.session.end();
    const next = join();
    expect(bodiesOf(next)).toEqual(['1', '2', '3']);
    expect(messagesOf(next).map(({ headers }) => headers.redelivered)).toEqual(['true', 'true', undefined]);
  });

  test('never goes to another subscription of the session that is ending', () => {
    const { engine, send, join } = setUp();
    const first = engine.connect();
    for (const id of ['1', '2']) first.send('SUBSCRIBE', { destination: QUEUE, id, ack: 'client' });
    send(1, 2);
    first.session.end();
    expect(bodiesOf(first)).toEqual(['1', '2']);
    expect(bodiesOf(join())).toEqual(['1', '2']);
  });

  test.each(['NACK', 'the end of its session'])('by %s too often becomes a dead letter', (way) => {
    const { engine, send, join } = setUp({ maxDeliveryAttempts: 2 });
    send('bad');
    const client = join('client-individual');
    if (way === 'NACK') for (const index of [0, 1]) settle(client, 'NACK', index);
    client.session.end();
    if (way !== 'NACK') join('client').session.end();
    send('good');
    expect(bodiesOf(join())).toEqual(['good']);
    const dead = join('client', DEAD);
    expect(bodiesOf(dead)).toEqual(['bad']);
    expect(messagesOf(dead)[0]?.headers).toMatchObject({
      'original-destination': QUEUE,
      'dead-letter-reason': way === 'NACK' ? 'rejected' : 'abandoned',
      'delivery-attempts': '2',
    });
    expect(engine.parts.counters.drops).toHaveProperty(way === 'NACK' ? 'rejected' : 'abandoned');
  });

  test('as a dead letter is gone when it is rejected too, and goes round no more', () => {
    const { engine, send, join } = setUp({ maxDeliveryAttempts: 1 });
    const [client, undertaker] = [join('client'), join('client', DEAD)];
    send('bad');
    settle(client, 'NACK', 0);
    settle(undertaker, 'NACK', 0);
    expect(bodiesOf(undertaker)).toEqual(['bad']);
    expect(engine.parts.counters.drops).toEqual({ rejected: 2 });
  });
});

describe('a shared queue that nobody reads', () => {
  test('refuses what it has no room for, and goes on', () => {
    const { sender, send, join } = setUp({ maxQueueMessages: 2 });
    send(1, 2, 3);
    expect(sender.last?.headers.code).toBe('queue_full');
    expect(sender.transport.closedBy?.reconnect).toBe(true);
    expect(bodiesOf(join())).toEqual(['1', '2']);
  });

  test('counts bytes over all queues', () => {
    const { engine } = setUp({ maxQueueBytes: 2_000 });
    const sender = engine.connect();
    for (let n = 0; n < 100 && !sender.transport.closedBy; n += 1) {
      sender.send('SEND', { destination: `/queue/${n}` }, 'x'.repeat(100));
    }
    expect(sender.last?.headers.code).toBe('queue_full');
    sender.transport.frames.length = 0;
    const reader = engine.connect();
    reader.send('SUBSCRIBE', { destination: '/queue/0', id: '0' });
    expect(bodiesOf(reader)).toHaveLength(1);
    const again = engine.connect();
    again.send('SEND', { destination: '/queue/0b', receipt: 'r' }, 'x'.repeat(100));
    expect(again.last?.command).toBe('RECEIPT');
  });

  test('gives its messages up after queueIdleLimitMs, but keeps dead letters', () => {
    const { engine, send, join } = setUp({ queueIdleLimitMs: 5_000 });
    send(1, 2);
    engine.advance(4_000);
    join().session.end();
    send(3);
    engine.advance(4_900);
    expect(engine.parts.counters.drops).toEqual({});
    engine.advance(60_000);
    expect(engine.parts.counters.drops).toEqual({ expired: 1 });
    expect(bodiesOf(join())).toEqual([]);
    const dead = join('auto', DEAD);
    expect(bodiesOf(dead)).toEqual(['3']);
    expect(dead.last?.headers).toMatchObject({ 'dead-letter-reason': 'expired', 'delivery-attempts': '0' });
  });

  // Once one client filled the room of all queues with what nobody waited for, and every other producer was sent away.
  // Nobody is given more than is left for the others, and a queue of its own is not free.
  test('refuses whoever already has as much of the room as is left, and nobody else', () => {
    const maxQueueBytes = 100_000;
    const { engine, send, join } = setUp({ maxQueueBytes, maxFrameBurst: 10_000 });
    for (const body of ['', 'x'.repeat(1_000)]) {
      for (let round = 0; round < 2; round += 1) {
        const greedy = engine.connect({ name: `greedy with ${body.length}` });
        for (let n = 0; n < 1_000 && !greedy.transport.closedBy; n += 1) {
          greedy.send('SEND', { destination: `/queue/${body.length}-${round}-${n}` }, body);
        }
        expect(greedy.last?.headers.code).toBe('queue_full');
      }
    }
    send('modest');
    expect(bodiesOf(join())).toEqual(['modest']);
    const message = { headers: {}, body: Buffer.alloc(0) };
    let kept = 0;
    try {
      for (; kept < 1_000; kept += 1)
        void engine.parts.broker.send({ ...message, destination: `/queue/own-${kept}` });
    } catch {
      // The application may fill it.
    }
    expect(kept).toBeGreaterThan(10);
    expect(kept).toBeLessThan(maxQueueBytes / 1_000);
  });

  // Once one timer emptied the whole queue, so that what had just come went with what had waited all the time. Each
  // message has a time of its own, which begins anew when the last subscriber leaves.
  test('gives up each message when its own time is over, and no earlier', () => {
    const { engine, send, join } = setUp({ queueIdleLimitMs: 5_000 });
    send('old');
    engine.advance(4_000);
    send('fresh');
    engine.advance(1_100);
    expect(engine.parts.counters.drops).toEqual({ expired: 1 });
    const reader = join('client');
    expect(bodiesOf(reader)).toEqual(['fresh']);
    engine.advance(10_000);
    reader.session.end();
    engine.advance(4_900);
    expect(engine.parts.counters.drops).toEqual({ expired: 1 });
    engine.advance(200);
    expect(engine.parts.counters.drops).toEqual({ expired: 2 });
    expect(bodiesOf(join('auto', DEAD))).toEqual(['old', 'fresh']);
  });

  test('gives up nothing while somebody is subscribed, though none of them has room', () => {
    const { engine, send, join } = setUp({ queueIdleLimitMs: 5_000, maxUnackedMessages: 1 });
    send(1, 2);
    engine.advance(4_000);
    const reader = join('client-individual');
    engine.advance(60_000);
    expect(engine.parts.counters.drops).toEqual({});
    settle(reader, 'ACK', 0);
    expect(bodiesOf(reader)).toEqual(['1', '2']);
  });

  test('keeps a body of its own: what a SEND carried is a view on what the socket reads into', () => {
    const { engine, join } = setUp();
    const body = Buffer.from('mine');
    const headers = { destination: QUEUE, 'message-id': 'm' };
    void engine.parts.broker.send({ destination: QUEUE, headers, body });
    body.fill('x');
    expect(bodiesOf(join())).toEqual(['mine']);
  });
});

describe('a transaction over shared queues', () => {
  test('sends nothing when one of its queues has no room', () => {
    const { engine, send, join } = setUp({ maxQueueMessages: 3 });
    const client = engine.connect();
    const transaction = 't';
    send(1, 2);
    client.send('BEGIN', { transaction });
    for (const body of ['3', '4']) client.send('SEND', { destination: QUEUE, transaction }, body);
    client.send('COMMIT', { transaction });
    expect(client.last?.headers.code).toBe('queue_full');
    expect(bodiesOf(join())).toEqual(['1', '2']);
  });
});

describe('with shared queues', () => {
  test('a pattern of them is refused, one of topics is not', () => {
    const { join } = setUp();
    expect(join('auto', '/queue/*').last?.headers.code).toBe('unsupported_pattern');
    expect(join('auto', '/topic/*').last).toBeUndefined();
  });

  test('a hundred thousand consumers cost a message no more than two', () => {
    const { engine, send } = setUp();
    const client = engine.connect();
    let asked = 0;
    Object.defineProperty(client.transport, 'congested', { get: () => ((asked += 1), false) });
    const { broker } = engine.parts;
    for (let n = 0; n < 100_000; n += 1) {
      const common = { after: undefined, ackMode: 'auto', headers: {} } as const;
      const subscription = broker.subscribe({
        ...common,
        destination: QUEUE,
        id: 's',
        session: client.session,
      });
      if ('start' in subscription) subscription.start();
    }
    asked = 0;
    send(1, 2, 3);
    expect(asked).toBe(3);
  });
});

test('with the semantics of Spring, queues are topics and keep nothing', () => {
  const engine = new TestEngine();
  const [sender, one, two] = [engine.connect(), engine.connect(), engine.connect()];
  sender.send('SEND', { destination: QUEUE }, 'to nobody');
  for (const client of [one, two]) client.send('SUBSCRIBE', { destination: QUEUE, id: '1' });
  sender.send('SEND', { destination: QUEUE }, 'to all');
  expect([one, two].map(bodiesOf)).toEqual([['to all'], ['to all']]);
});
