import { describe, expect, test, vi } from 'vitest';
import { encodeFrame } from '@carillon/stomp';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';

const TOPIC = { destination: '/topic/a' };

describe('CONNECT', () => {
  test.each([
    ['1.2', '1.0,1.1,1.2'],
    ['1.1', '1.1,1.0,2.0'],
    ['1.0', '1.0'],
  ])('agrees on version %s when offered %s', (version, offered) => {
    const client = new TestEngine().open();
    client.send('CONNECT', { 'accept-version': offered, host: 'test' });
    expect(client.last).toMatchObject({ command: 'CONNECTED', headers: { version } });
  });

  test('may be spelled STOMP', () => {
    const client = new TestEngine().open();
    client.send('STOMP', { 'accept-version': '1.2', host: 'test' });
    expect(client.commands).toEqual(['CONNECTED']);
  });

  test('is answered with session, server, user-name and what the server offers for heart-beats', () => {
    const client = new TestEngine({ heartbeatMs: [10_000, 20_000] }).open({ name: '掌柜' });
    client.send('CONNECT', { 'accept-version': '1.2' });
    expect(client.last?.headers).toMatchObject({
      session: client.session.id,
      server: expect.stringMatching(/^carillon\/\d/) as string,
      'user-name': '掌柜',
      'heart-beat': '10000,20000',
    });
  });

  test('that no version fits is told which ones there are', () => {
    const client = new TestEngine().open();
    client.send('CONNECT', { 'accept-version': '2.0' });
    expect(client.last?.headers).toMatchObject({ code: 'unsupported_version', version: '1.0,1.1,1.2' });
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.unsupported);
  });

  test('takes the user from the frame where the endpoint asks for that', async () => {
    const engine = new TestEngine({
      authenticateConnect: ({ login }) => Promise.resolve(login === 'bob' ? { name: 'bob' } : undefined),
    });
    const bob = engine.open();
    bob.send('CONNECT', { 'accept-version': '1.2', login: 'bob' });
    const eve = engine.open();
    eve.send('CONNECT', { 'accept-version': '1.2', login: 'eve' });
    await expect.poll(() => eve.last?.headers.code).toBe('unauthorized');
    expect(bob.last?.headers['user-name']).toBe('bob');
    expect(eve.transport.closedBy).toBe(DISCONNECT_REASONS.unauthorized);
  });

  test('reads the frames right behind it by the rules of the version it settles', () => {
    const client = new TestEngine().open();
    const connect = encodeFrame({ command: 'CONNECT', headers: { 'accept-version': '1.0' } });
    const subscribe = Buffer.from('SUBSCRIBE\nid:a\\b\ndestination:/topic/a\nreceipt:r\n\n\0');
    client.session.receive(Buffer.concat([connect, subscribe]));
    expect(client.commands).toEqual(['CONNECTED', 'RECEIPT']);
    expect([...client.session.subscriptions.keys()]).toEqual(['a\\b']);
  });

  test('must come within the time limit', () => {
    const engine = new TestEngine({ limits: { firstFrameTimeLimitMs: 5_000 } });
    const [silent, inTime] = [engine.open(), engine.connect()];
    engine.advance(5_100);
    expect(silent.last?.headers.code).toBe('first_frame_timeout');
    expect(silent.transport.closedBy).toBe(DISCONNECT_REASONS.firstFrameTimeout);
    expect(inTime.transport.closedBy).toBeUndefined();
  });
});

describe('a breach', () => {
  const journals = [{ pattern: '/topic/journal/{id}', journal: createMemoryJournal() }];
  test.each([
    ['a first frame that is no CONNECT', 'not_connected', []],
    ['a second CONNECT', 'already_connected', [['CONNECT', { 'accept-version': '1.2' }]]],
    ['an unknown command', 'unknown_command', [['SHOUT', {}]]],
    ['a server command', 'unknown_command', [['MESSAGE', {}]]],
    ['a command in small letters', 'unknown_command', [['send', TOPIC]]],
    ['ACK without id', 'missing_id', [['ACK', { 'message-id': '1', subscription: '1' }]]],
    ['BEGIN without transaction', 'missing_transaction', [['BEGIN', {}]]],
    ['COMMIT without transaction', 'missing_transaction', [['COMMIT', {}]]],
    ['ABORT without transaction', 'missing_transaction', [['ABORT', {}]]],
    ['SEND without destination', 'missing_destination', [['SEND', {}]]],
    ['SEND to what is no destination', 'invalid_destination', [['SEND', { destination: 'topic' }]]],
    ['SEND where no broker is', 'unknown_destination', [['SEND', { destination: '/app/x' }]]],
    ['SEND to a journal', 'journaled_destination', [['SEND', { destination: '/topic/journal/1' }]]],
    ['SUBSCRIBE without destination', 'missing_destination', [['SUBSCRIBE', { id: '1' }]]],
    ['SUBSCRIBE without id', 'missing_id', [['SUBSCRIBE', TOPIC]]],
    [
      'SUBSCRIBE with an id in use',
      'duplicate_id',
      [
        ['SUBSCRIBE', { ...TOPIC, id: '1' }],
        ['SUBSCRIBE', { ...TOPIC, id: '1' }],
      ],
    ],
    ['SUBSCRIBE with another ack', 'invalid_ack', [['SUBSCRIBE', { ...TOPIC, id: '1', ack: 'later' }]]],
    ['SUBSCRIBE after a word', 'invalid_after', [['SUBSCRIBE', { ...TOPIC, id: '1', after: '1e3' }]]],
    [
      'SUBSCRIBE after a huge number',
      'invalid_after',
      [['SUBSCRIBE', { ...TOPIC, id: '1', after: '9'.repeat(16) }]],
    ],
    ['UNSUBSCRIBE without id', 'missing_id', [['UNSUBSCRIBE', {}]]],
    ['UNSUBSCRIBE from nothing', 'unknown_subscription', [['UNSUBSCRIBE', { id: '1' }]]],
    ['a body on SUBSCRIBE', 'unexpected_body', [['SUBSCRIBE', { ...TOPIC, id: '1' }, 'body']]],
  ] as [string, string, [string, Record<string, string>, string?][]][])(
    'by %s gets the ERROR %s with its receipt-id, and the session ends',
    (_title, code, frames) => {
      const engine = new TestEngine({ journals });
      const client = code === 'not_connected' ? engine.open() : engine.connect();
      const sent = frames.length > 0 ? frames : [['SEND', TOPIC] as [string, Record<string, string>]];
      const last = sent.length - 1;
      for (const [index, [command, headers, body]] of sent.entries()) {
        client.send(command, index === last ? { ...headers, receipt: 'r' } : headers, body);
      }
      expect(client.last).toMatchObject({ command: 'ERROR', headers: { code, 'receipt-id': 'r' } });
      expect(client.last?.headers.message).toMatch(/^[A-Z].+[.)]$/);
      expect(client.transport.closedBy).toBeDefined();
      expect(engine.parts.counters.subscriptions).toBe(0);
    },
  );

  test('of the bytes themselves gets the code of the codec', () => {
    const client = new TestEngine().connect();
    client.session.receive(Buffer.from('SEND\nno colon\n\n\0'));
    expect(client.last?.headers.code).toBe('header_without_colon');
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.protocolError);
  });

  test('in the heart-beat header gets the code of the codec', () => {
    const client = new TestEngine().open();
    client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': 'often' });
    expect(client.last?.headers.code).toBe('invalid_heart_beat');
  });

  test('ends the conversation: what comes behind it is not looked at', () => {
    const engine = new TestEngine();
    const client = engine.connect();
    client.session.receive(Buffer.from('SHOUT\n\n\0SEND\ndestination:/topic/a\nreceipt:r\n\n\0'));
    client.send('SEND', { ...TOPIC, receipt: 'later' });
    expect(client.commands).toEqual(['ERROR']);
  });
});

describe('SEND and SUBSCRIBE', () => {
  test('deliver a message to every subscription of its destination, the own one too', () => {
    const engine = new TestEngine();
    const [ann, bob] = [engine.connect(), engine.connect({ name: 'bob' })];
    ann.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    ann.send('SUBSCRIBE', { ...TOPIC, id: '2' });
    bob.send('SUBSCRIBE', { destination: '/topic/b', id: '1' });
    ann.send('SEND', { ...TOPIC, 'content-type': 'text/plain', colour: 'red', receipt: 'r' }, 'hello');
    expect(ann.commands).toEqual(['MESSAGE', 'MESSAGE', 'RECEIPT']);
    expect(ann.transport.frames.slice(0, 2).map(({ headers }) => headers.subscription)).toEqual(['1', '2']);
    expect(ann.transport.frames[0]).toMatchObject({
      headers: { ...TOPIC, 'content-type': 'text/plain', colour: 'red' },
    });
    expect(ann.transport.frames[0]?.headers).not.toHaveProperty('receipt');
    expect(textOf(ann.transport.frames[0] as never)).toBe('hello');
    expect(bob.commands).toEqual([]);
  });

  test('let a sender set no header that is the server’s', () => {
    const client = new TestEngine().connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SEND', { ...TOPIC, subscription: 'x', 'message-id': 'x', seq: '9', ack: 'x' }, '');
    expect(client.last?.headers).toMatchObject({
      subscription: '1',
      'message-id': expect.stringMatching(/^m\d/) as string,
    });
    expect(client.last?.headers).not.toHaveProperty('seq');
    expect(client.last?.headers).not.toHaveProperty('ack');
  });

  test('get no ERROR of their own once they have their RECEIPT', () => {
    const engine = new TestEngine();
    const client = engine.connect();
    vi.spyOn(engine.parts.broker, 'subscribe').mockReturnValue({
      receiptHeaders: {},
      start: () => {
        throw new Error('a broker that breaks its contract');
      },
      cancel: () => undefined,
    });
    client.send('SUBSCRIBE', { ...TOPIC, id: '1', receipt: 'r' });
    expect(client.commands).toEqual(['RECEIPT', 'ERROR']);
    expect(client.last?.headers).not.toHaveProperty('receipt-id');
    expect(client.last?.headers.code).toBe('internal_error');
  });

  test('end a subscription by UNSUBSCRIBE, whose id may be used again', () => {
    const client = new TestEngine().connect();
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('UNSUBSCRIBE', { id: '1', receipt: 'r' });
    client.send('SEND', TOPIC, 'nobody hears');
    client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SEND', TOPIC, 'heard');
    expect(client.commands).toEqual(['RECEIPT', 'MESSAGE']);
  });

  test('of STOMP 1.0 do without an id', () => {
    const client = new TestEngine().connect(undefined, '1.0');
    client.send('SUBSCRIBE', TOPIC);
    client.send('SEND', TOPIC, 'heard');
    client.send('UNSUBSCRIBE', TOPIC);
    client.send('SEND', TOPIC, 'not heard');
    expect(client.commands).toEqual(['MESSAGE']);
    expect(client.last?.headers).not.toHaveProperty('subscription');
  });

  test('are refused where the application says no', () => {
    const engine = new TestEngine({
      authorize: ({ user, command }) => user.name === 'ann' || command === 'SUBSCRIBE',
    });
    const [ann, bob] = [engine.connect({ name: 'ann' }), engine.connect({ name: 'bob' })];
    ann.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    bob.send('SEND', TOPIC, 'psst');
    expect(bob.last?.headers.code).toBe('forbidden');
    expect(bob.transport.closedBy).toBe(DISCONNECT_REASONS.forbidden);
    expect(ann.commands).toEqual([]);
  });

  test('are refused, and the log told why, when the application throws', () => {
    const client = new TestEngine({
      authorize: () => {
        throw new Error('the password of the database is 1234');
      },
    }).connect();
    client.send('SEND', TOPIC);
    expect(client.last?.headers.code).toBe('internal_error');
    expect(textOf(client.last as never)).not.toContain('1234');
  });

  test('cost a session its place when it has as many subscriptions as it may', () => {
    const engine = new TestEngine({ limits: { maxSubscriptionsPerSession: 2 } });
    const [greedy, modest] = [engine.connect(), engine.connect()];
    modest.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    for (const id of ['1', '2', '3']) greedy.send('SUBSCRIBE', { ...TOPIC, id });
    expect(greedy.last?.headers.code).toBe('too_many_subscriptions');
    modest.send('SEND', TOPIC, 'still there');
    expect(modest.commands).toEqual(['MESSAGE']);
    expect(engine.parts.counters.subscriptions).toBe(1);
  });
});

describe('the end', () => {
  test('comes after the RECEIPT of a DISCONNECT', () => {
    const client = new TestEngine().connect();
    client.send('DISCONNECT', { receipt: 'bye' });
    expect(client.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': 'bye' } });
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.normal);
  });

  test('takes the subscriptions and the user’s place away, however it comes', () => {
    const engine = new TestEngine({ limits: { maxSessionsPerUser: 1 } });
    for (const end of ['DISCONNECT', 'socket', 'breach']) {
      const client = engine.connect();
      client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
      if (end === 'socket') client.session.end();
      else client.send(end);
      expect(engine.parts.counters.subscriptions).toBe(0);
    }
  });

  test('comes by the application with an ERROR that says so, and its reason as close code', () => {
    const client = new TestEngine().connect();
    client.session.disconnect(DISCONNECT_REASONS.loggedOut);
    expect(client.last?.headers.code).toBe('disconnected');
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.loggedOut);
  });

  test('comes when the principal expires', () => {
    const engine = new TestEngine();
    const client = engine.connect({ name: 'ann', expiresInMs: 60_000 });
    engine.advance(59_000);
    expect(client.transport.closedBy).toBeUndefined();
    engine.advance(1_100);
    expect(client.last?.headers.code).toBe('session_expired');
  });
});
