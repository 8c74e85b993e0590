import { describe, expect, test } from 'vitest';
import type { Subscription } from '../core/broker.ts';
import { createMessage } from '../core/message.ts';
import { TestEngine } from '../testing/test-session.ts';
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
