import { describe, expect, test, vi } from 'vitest';
import type { Subscription } from '../core/broker.ts';
import { createMessage } from '../core/message.ts';
import { TestEngine } from '../testing/test-session.ts';
import { MessageEncoder } from './message-encoder.ts';
import { PatternIndex } from './pattern-index.ts';
import type { TestSession } from '../testing/test-session.ts';

const DESTINATION = '/topic/a';

function setUp() {
  const engine = new TestEngine();
  const { broker } = engine.parts;
  const client = engine.connect();
  const send = (text: string): void =>
    void broker.send(
      createMessage({ id: text, destination: DESTINATION, headers: {}, body: Buffer.from(text) }),
    );
  return { engine, client, send };
}

function subscribe(engine: TestEngine, client: TestSession, options: { id?: string; after?: number } = {}) {
  const { id = '1', after } = options;
  const request = {
    destination: DESTINATION,
    id,
    session: client.session,
    after,
    ackMode: 'auto',
    headers: {},
  } as const;
  return engine.parts.broker.subscribe(request) as Subscription;
}

function bodiesOf({ transport }: TestSession): string[] {
  return transport.frames.map(({ body }) => Buffer.from(body).toString());
}

describe('a subscription of the simple broker', () => {
  test('gets what is sent after its start, so that its RECEIPT comes before any MESSAGE', () => {
    const { engine, client, send } = setUp();
    const subscription = subscribe(engine, client);
    send('too early');
    subscription.start();
    send('in time');
    expect(bodiesOf(client)).toEqual(['in time']);
  });

  test('is started once, and not after its end', () => {
    const { engine, client, send } = setUp();
    const [twice, cancelled] = [subscribe(engine, client), subscribe(engine, client, { id: '2' })];
    twice.start();
    twice.start();
    cancelled.cancel();
    cancelled.start();
    send('once');
    twice.cancel();
    twice.cancel();
    send('never');
    expect(bodiesOf(client)).toEqual(['once']);
  });

  test('is refused when no MESSAGE could carry its id', () => {
    const { engine } = setUp();
    const older = engine.connect(undefined, '1.1');
    expect(() => subscribe(engine, older, { id: 'a\rb' })).toThrow(
      expect.objectContaining({ code: 'unencodable_header' }),
    );
  });

  test('that asks for what came before is told that there is none', () => {
    const { engine, client } = setUp();
    expect(subscribe(engine, client, { after: 3 }).receiptHeaders).toEqual({ recovered: 'false' });
    expect(subscribe(engine, client).receiptHeaders).toEqual({});
  });
});

describe('a subscription by pattern', () => {
  function subscribeTo(client: TestSession, destination: string, id = '1', ack = 'auto'): void {
    client.send('SUBSCRIBE', { destination, id, ack });
  }

  test('is one of its own besides others that the destination fits', () => {
    const { client, send } = setUp();
    subscribeTo(client, DESTINATION, 'exact');
    subscribeTo(client, '/topic/*', 'star');
    subscribeTo(client, '/topic/**', 'deep', 'client');
    subscribeTo(client, '/topic/b*', 'other');
    send('x');
    const { frames } = client.transport;
    expect(frames.map(({ headers }) => headers.subscription).toSorted()).toEqual(['deep', 'exact', 'star']);
    expect(new Set(frames.map(({ headers }) => headers.destination))).toEqual(new Set([DESTINATION]));
  });

  test('comes and goes, and takes effect at once', () => {
    const { client, send } = setUp();
    send('before');
    subscribeTo(client, '/topic/*');
    send('during');
    client.send('UNSUBSCRIBE', { id: '1' });
    send('after');
    expect(bodiesOf(client)).toEqual(['during']);
  });

  test('may be one of so many of a session', () => {
    const engine = new TestEngine({ limits: { maxPatternsPerSession: 2 } });
    const client = engine.connect();
    for (let n = 0; n < 5; n += 1) {
      subscribeTo(client, `/topic/${n}/*`, 'id');
      client.send('UNSUBSCRIBE', { id: 'id' });
    }
    for (const id of ['1', '2', '3']) subscribeTo(client, `/topic/${id}/*`, id);
    expect(client.commands).toEqual(['ERROR']);
    expect(client.last?.headers.code).toBe('too_many_patterns');
  });

  test.each(['/topic/{a:(x+)+y}', `/topic${'/*'.repeat(9)}`])('is refused as %s', (destination) => {
    const { client } = setUp();
    subscribeTo(client, destination);
    expect(client.last?.headers.code).toBe('unsupported_pattern');
  });

  test('can be switched off: then a star is a letter', () => {
    const engine = new TestEngine({ broker: { patterns: false } });
    const client = engine.connect();
    subscribeTo(client, '/topic/*');
    for (const destination of [DESTINATION, '/topic/*']) client.send('SEND', { destination }, destination);
    expect(bodiesOf(client)).toEqual(['/topic/*']);
  });

  test('begins with a prefix of the broker, as every destination', () => {
    const { client } = setUp();
    subscribeTo(client, '/**');
    expect(client.last?.headers.code).toBe('unknown_destination');
  });
});

describe('a message for one session', () => {
  test('reaches no other, whatever that is subscribed to', () => {
    const { engine, client } = setUp();
    const snoop = engine.connect();
    const { session } = client;
    for (const [id, one, ack] of [
      ['1', DESTINATION, 'auto'],
      ['2', '/topic/*', 'auto'],
      ['3', '/topic/**', 'client'],
    ] as const) {
      client.send('SUBSCRIBE', { destination: one, id, ack });
      snoop.send('SUBSCRIBE', { destination: one, id, ack });
    }
    const message = createMessage({ id: 'm', destination: DESTINATION, headers: {}, body: Buffer.from('x') });
    void engine.parts.broker.send({ ...message, onlyFor: session.id });
    expect(bodiesOf(client)).toEqual(['x', 'x', 'x']);
    expect(bodiesOf(snoop)).toEqual([]);
  });
});

describe('a hundred thousand subscriptions', () => {
  test('of as many destinations cost a message nothing: one is looked up', () => {
    const engine = new TestEngine({ limits: { maxSubscriptionsPerSession: 100_000 } });
    const client = engine.connect();
    const { session } = client;
    const { broker } = engine.parts;
    const common = { session, after: undefined, ackMode: 'auto', headers: {} } as const;
    for (let n = 0; n < 100_000; n += 1) {
      const subscription = broker.subscribe({ ...common, id: String(n), destination: `/topic/${n}` });
      if ('start' in subscription) subscription.start();
    }
    const [encoded, searched] = [
      vi.spyOn(MessageEncoder.prototype, 'encode'),
      vi.spyOn(PatternIndex.prototype, 'find'),
    ];
    const message = createMessage({ id: 'm', destination: '/topic/77', headers: {}, body: Buffer.from('x') });
    void broker.send(message);
    expect(client.transport.frames.map(({ headers }) => headers.subscription)).toEqual(['77']);
    expect(encoded).toHaveBeenCalledTimes(1);
    expect(searched).not.toHaveBeenCalled();
  });
});
