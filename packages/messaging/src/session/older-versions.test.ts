import { describe, expect, test } from 'vitest';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestSession } from '../testing/test-session.ts';

/** A client whose first frame is written as the specification of its time shows it. */
function connect(version: '1.0' | '1.1'): TestSession {
  const client = new TestEngine().open();
  const offer = version === '1.0' ? 'login: ann\npasscode: secret' : 'accept-version:1.1\nhost:x';
  client.write(`CONNECT\n${offer}\n\n\0`);
  client.transport.frames.length = 0;
  client.transport.wire = '';
  return client;
}

describe('a STOMP 1.0 client', () => {
  test('may pad its headers, as the examples of its specification do', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination: /queue/foo\nack: auto\nreceipt: r1\n\n\0');
    client.write('SEND\ndestination: /queue/foo\ncolour: red\n\nhello\0');
    expect(client.transport.frames[0]?.headers['receipt-id']).toBe('r1');
    expect(client.last?.headers).toMatchObject({ destination: '/queue/foo', colour: 'red' });
  });

  test('may pad what authenticateConnect reads', () => {
    const engine = new TestEngine({ authenticateConnect: ({ login = '' }) => ({ name: login }) });
    const client = engine.open(undefined);
    client.write('CONNECT\nlogin: ann\npasscode: x\n\n\0');
    expect(client.session.user.name).toBe('ann');
  });

  test('subscribes without id, gets no subscription header, and unsubscribes by destination', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination:/topic/a\n\n\0');
    client.write('SEND\ndestination:/topic/a\n\nheard\0');
    expect(client.last?.headers).not.toHaveProperty('subscription');
    client.write('UNSUBSCRIBE\ndestination:/topic/a\n\n\0');
    client.write('SEND\ndestination:/topic/a\n\nnot heard\0');
    expect(client.transport.frames.map((frame) => textOf(frame))).toEqual(['heard']);
  });

  test('may give an id, and then gets the subscription header and unsubscribes by it', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination:/topic/a\nid:s\n\n\0');
    client.write('SEND\ndestination:/topic/a\n\nheard\0');
    expect(client.last?.headers.subscription).toBe('s');
    client.write('UNSUBSCRIBE\nid:s\nreceipt:r\n\n\0');
    expect(client.last?.command).toBe('RECEIPT');
  });

  test('may name a subscription with an id by its destination all the same', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination:/topic/a\nid:s\n\n\0');
    client.write('UNSUBSCRIBE\ndestination:/topic/a\nreceipt:r\n\n\0');
    expect(client.last?.headers['receipt-id']).toBe('r');
    client.write('SEND\ndestination:/topic/a\n\nnot heard\0');
    expect(client.last?.command).toBe('RECEIPT');
  });

  test('has no escapes, either way', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination:/topic/a\n\n\0');
    client.write('SEND\ndestination:/topic/a\npath:c:\\temp\\new\n\n\0');
    expect(client.transport.wire).toContain('\npath:c:\\temp\\new\n');
  });

  test('may have a body where it is ignored', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination:/topic/a\nreceipt:r\n\nignored\0');
    expect(client.commands).toEqual(['RECEIPT']);
  });

  test('is not asked for a host, whatever the endpoint wants', () => {
    const client = new TestEngine({ requireHost: true }).open();
    client.write('CONNECT\nlogin: ann\n\n\0');
    expect(client.commands).toEqual(['CONNECTED']);
  });

  test('has transactions', () => {
    const client = connect('1.0');
    client.write('SUBSCRIBE\ndestination: /topic/a\n\n\0BEGIN\ntransaction: t\n\n\0');
    client.write('SEND\ndestination: /topic/a\ntransaction: t\n\nx\0COMMIT\ntransaction: t\n\n\0');
    expect(client.commands).toEqual(['MESSAGE']);
  });
});

describe('a STOMP 1.1 client', () => {
  test('has the escapes \\n, \\c and \\\\, either way', () => {
    const client = connect('1.1');
    client.write('SUBSCRIBE\nid:1\ndestination:/topic/a\n\n\0');
    client.write('SEND\ndestination:/topic/a\na\\cb:c\\nd\\\\e\n\n\0');
    expect(client.transport.wire).toContain('\na\\cb:c\\nd\\\\e\n');
  });

  test('has not the escape \\r', () => {
    const client = connect('1.1');
    client.write('SEND\ndestination:/topic/a\na:b\\rc\n\n\0');
    expect(client.last?.headers.code).toBe('undefined_escape');
  });

  test('may not leave the id of a SUBSCRIBE out', () => {
    const client = connect('1.1');
    client.write('SUBSCRIBE\ndestination:/topic/a\n\n\0');
    expect(client.last?.headers.code).toBe('missing_id');
  });

  test('is taken by its word: nothing is trimmed', () => {
    const client = connect('1.1');
    client.write('SEND\ndestination: /topic/a\n\n\0');
    expect(client.last?.headers.code).toBe('invalid_destination');
  });

  test('may not send a body with SUBSCRIBE', () => {
    const client = connect('1.1');
    client.write('SUBSCRIBE\nid:1\ndestination:/topic/a\n\nbody\0');
    expect(client.last?.headers.code).toBe('unexpected_body');
  });
});
