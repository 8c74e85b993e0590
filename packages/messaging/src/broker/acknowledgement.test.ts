import { describe, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-session.ts';
import type { TestSession } from '../testing/test-session.ts';

const TOPIC = '/topic/a';

function setUp(limits = {}, version = '1.2') {
  const engine = new TestEngine({ limits, broker: { deadLetter: '/queue/dead-letter' } });
  const [sender, client] = [engine.connect(), engine.connect(undefined, version)];
  const send = (...bodies: string[]): void => {
    for (const body of bodies) sender.send('SEND', { destination: TOPIC }, body);
  };
  return { engine, sender, client, send };
}

function subscribe(client: TestSession, ack: string, id = '1', destination = TOPIC): void {
  client.send('SUBSCRIBE', { destination, id, ack });
}

function messagesOf({ transport }: TestSession) {
  return transport.frames.filter(({ command }) => command === 'MESSAGE');
}

function bodiesOf(client: TestSession): string[] {
  return messagesOf(client).map(({ body }) => Buffer.from(body).toString());
}

function ackOf(client: TestSession, index: number): string {
  return messagesOf(client)[index]?.headers.ack ?? 'none';
}

describe('the ack header of a MESSAGE', () => {
  test.each(['client', 'client-individual'])('is there with ack:%s in 1.2, its own for each', (ack) => {
    const { client, send } = setUp();
    subscribe(client, ack);
    send('1', '2');
    expect(ackOf(client, 0)).not.toBe('none');
    expect(ackOf(client, 0)).not.toBe(ackOf(client, 1));
  });

  test('is not there with ack:auto, nor before 1.2, nor can a sender make one', () => {
    const { engine, sender, client } = setUp();
    const older = engine.connect(undefined, '1.1');
    subscribe(client, 'auto');
    subscribe(older, 'client');
    sender.send('SEND', { destination: TOPIC, ack: 'forged', redelivered: 'true' });
    for (const { transport } of [client, older]) {
      expect(transport.last?.command).toBe('MESSAGE');
      expect(transport.last?.headers).not.toHaveProperty('ack');
      expect(transport.last?.headers).not.toHaveProperty('redelivered');
    }
  });
});

describe('an ACK', () => {
  test('of client settles what came before it on the same subscription only', () => {
    const { client, send } = setUp();
    subscribe(client, 'client', '1');
    subscribe(client, 'client', '2');
    send('a', 'b');
    const [firstOf1, firstOf2, secondOf1] = [ackOf(client, 0), ackOf(client, 1), ackOf(client, 2)];
    client.send('ACK', { id: secondOf1, receipt: 'r' });
    expect(client.last?.command).toBe('RECEIPT');
    client.send('ACK', { id: firstOf2, receipt: 'r' });
    expect(client.last?.command).toBe('RECEIPT');
    client.send('ACK', { id: firstOf1 });
    expect(client.last?.headers.code).toBe('unknown_ack');
  });

  test('of another session’s delivery is refused, and settles nothing', () => {
    const { engine, client, send } = setUp();
    const thief = engine.connect();
    subscribe(client, 'client-individual');
    subscribe(thief, 'client-individual', '1', '/topic/other');
    send('a');
    thief.send('ACK', { id: ackOf(client, 0) });
    expect(thief.last?.headers.code).toBe('unknown_ack');
    client.send('ACK', { id: ackOf(client, 0), receipt: 'r' });
    expect(client.last?.command).toBe('RECEIPT');
  });

  test('is refused after UNSUBSCRIBE', () => {
    const { client, send } = setUp();
    subscribe(client, 'client');
    send('a');
    client.send('UNSUBSCRIBE', { id: '1' });
    client.send('ACK', { id: ackOf(client, 0) });
    expect(client.last?.headers.code).toBe('unknown_ack');
  });

  test('of 1.1 tells two subscriptions of one message apart', () => {
    const { client, send } = setUp({}, '1.1');
    subscribe(client, 'client-individual', '1');
    subscribe(client, 'client-individual', '2');
    send('a');
    const [id, other] = messagesOf(client).map(({ headers }) => headers['message-id'] ?? '');
    expect(id).toBe(other);
    for (const subscription of ['1', '2', '1']) {
      client.send('ACK', { 'message-id': id ?? '', subscription, receipt: 'r' });
    }
    expect(client.commands.slice(2)).toEqual(['RECEIPT', 'RECEIPT', 'ERROR']);
  });

  test('of 1.0 finds the message by its id alone', () => {
    const { client, send } = setUp({}, '1.0');
    client.send('SUBSCRIBE', { destination: '/topic/b', ack: 'client' });
    client.send('SUBSCRIBE', { destination: TOPIC, ack: 'client' });
    send('a');
    client.send('ACK', { 'message-id': messagesOf(client)[0]?.headers['message-id'] ?? '', receipt: 'r' });
    expect(client.last?.command).toBe('RECEIPT');
  });
});

describe('a NACK on a topic', () => {
  test('brings the message again, to this subscription alone, until it is given up', () => {
    const { engine, client, send } = setUp({ maxDeliveryAttempts: 3 });
    const [other, undertaker] = [engine.connect(), engine.connect()];
    subscribe(client, 'client-individual');
    subscribe(other, 'client-individual');
    subscribe(undertaker, 'auto', '1', '/queue/dead-letter');
    send('bad');
    for (const index of [0, 1, 2]) client.send('NACK', { id: ackOf(client, index) });
    expect(messagesOf(client).map(({ headers }) => headers.redelivered)).toEqual([undefined, 'true', 'true']);
    expect(bodiesOf(client)).toEqual(['bad', 'bad', 'bad']);
    expect(bodiesOf(other)).toEqual(['bad']);
    expect(undertaker.last?.headers).toMatchObject({
      destination: '/queue/dead-letter',
      'original-destination': TOPIC,
      'dead-letter-reason': 'rejected',
      'delivery-attempts': '3',
    });
    expect(engine.parts.counters.drops).toEqual({ rejected: 1 });
  });

  test('of client counts for all before it, which come again in order', () => {
    const { client, send } = setUp();
    subscribe(client, 'client');
    send('1', '2', '3');
    client.send('NACK', { id: ackOf(client, 1) });
    expect(bodiesOf(client)).toEqual(['1', '2', '3', '1', '2']);
  });
});

describe('a window that is full', () => {
  test('ends a topic’s subscriber, who came to hear everything, and hurts no other', () => {
    const { engine, client, send } = setUp({ maxUnackedMessages: 2 });
    const [bystander, bystander2] = [engine.connect(), engine.connect()];
    subscribe(bystander, 'auto');
    subscribe(client, 'client');
    subscribe(client, 'auto', '2');
    subscribe(bystander2, 'client');
    send('1', '2');
    bystander2.send('ACK', { id: ackOf(bystander2, 1) });
    send('3', '4');
    expect(client.last?.headers.code).toBe('too_many_unacked');
    expect(client.transport.closedBy).toMatchObject({ code: 3011, reconnect: true });
    expect(bodiesOf(bystander)).toEqual(['1', '2', '3', '4']);
    expect(bodiesOf(bystander2)).toEqual(['1', '2', '3', '4']);
  });

  test('counts bytes over all subscriptions of a session', () => {
    const { client, send } = setUp({ maxUnackedBytesPerSession: 2_000 });
    for (const id of ['1', '2', '3']) subscribe(client, 'client', id);
    send('x'.repeat(500));
    expect(client.transport.closedBy).toBeUndefined();
    send('x');
    expect(client.last?.headers.code).toBe('too_many_unacked');
  });

  test('has room again for what was acknowledged', () => {
    const { client, send } = setUp({ maxUnackedMessages: 2, maxUnackedBytesPerSession: 2_000 });
    subscribe(client, 'client');
    for (let n = 0; n < 20; n += 1) {
      send('x'.repeat(700));
      client.send('ACK', { id: ackOf(client, n) });
    }
    expect(client.transport.closedBy).toBeUndefined();
  });
});

describe('a transaction', () => {
  test('that acknowledges what an earlier part of it settles does nothing', () => {
    const { engine, sender, client, send } = setUp();
    const listener = engine.connect();
    subscribe(listener, 'auto');
    subscribe(client, 'client');
    send('1', '2');
    const transaction = 't';
    client.send('BEGIN', { transaction });
    client.send('SEND', { destination: TOPIC, transaction }, 'never');
    client.send('ACK', { id: ackOf(client, 1), transaction });
    client.send('ACK', { id: ackOf(client, 0), transaction });
    client.send('COMMIT', { transaction });
    expect(client.last?.headers.code).toBe('unknown_ack');
    sender.send('SEND', { destination: TOPIC }, 'after');
    expect(bodiesOf(listener)).toEqual(['1', '2', 'after']);
  });

  test('goes on when one of its own messages is too much for who sent it', () => {
    const { engine, client, send } = setUp({ maxUnackedMessages: 1 });
    const listener = engine.connect();
    subscribe(listener, 'auto');
    subscribe(client, 'client-individual');
    send('1');
    const transaction = 't';
    client.send('BEGIN', { transaction });
    client.send('SEND', { destination: TOPIC, transaction }, '2');
    client.send('ACK', { id: ackOf(client, 0), transaction });
    client.send('SEND', { destination: TOPIC, transaction }, '3');
    client.send('COMMIT', { transaction });
    expect(client.last?.headers.code).toBe('too_many_unacked');
    expect(bodiesOf(listener)).toEqual(['1', '2', '3']);
  });

  test('carries out its parts in order', () => {
    const { client, send } = setUp();
    subscribe(client, 'client-individual');
    send('1');
    const transaction = 't';
    client.send('BEGIN', { transaction });
    client.send('SEND', { destination: TOPIC, transaction }, '2');
    client.send('NACK', { id: ackOf(client, 0), transaction });
    client.send('SEND', { destination: TOPIC, transaction }, '3');
    expect(bodiesOf(client)).toEqual(['1']);
    client.send('COMMIT', { transaction, receipt: 'r' });
    expect(bodiesOf(client)).toEqual(['1', '2', '1', '3']);
    expect(client.last?.command).toBe('RECEIPT');
  });
});
