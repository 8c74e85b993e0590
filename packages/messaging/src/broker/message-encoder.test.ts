import { describe, expect, test } from 'vitest';
import { createDecoder } from '@carillon/stomp';
import type { Frame, StompVersion } from '@carillon/stomp';
import { createMessage } from '../core/message.ts';
import { TestEngine } from '../testing/test-session.ts';
import { MessageEncoder } from './message-encoder.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';

const DESTINATION = '/topic/a';
const engine = new TestEngine();

function place(id: string | undefined, version: StompVersion = '1.2', shownDestination?: string): Place {
  const { session } = engine.connect(undefined, version);
  const shown = shownDestination === undefined ? {} : { shownDestination };
  const common = { after: undefined, ackMode: 'auto', headers: {} } as const;
  return placeOf({ destination: DESTINATION, id, session, ...common, ...shown });
}

function patternPlace(id: string): Place {
  const { session } = engine.connect();
  const common = { after: undefined, ackMode: 'auto', headers: {} } as const;
  return placeOf({ destination: '/topic/*', id, session, ...common }, true);
}

function encoder(headers: Record<string, string> = {}, body: Uint8Array = new Uint8Array()): MessageEncoder {
  return new MessageEncoder(createMessage({ id: 'm', destination: DESTINATION, headers, body }));
}

function decode(bytes: Uint8Array, version: StompVersion = '1.2'): Frame | undefined {
  const frames: Frame[] = [];
  createDecoder({ version }).push(bytes, (frame) => frames.push(frame));
  return frames[0];
}

describe('the halves of a MESSAGE', () => {
  test.each(['1.0', '1.1', '1.2'] as const)('make one in %s', (version) => {
    const body = Buffer.from('{"a":1}');
    const { stomp } = encoder({ a: 'b' }, body).encode(place('sub-1', version));
    const headers = { subscription: 'sub-1', destination: DESTINATION, 'message-id': 'm', a: 'b' };
    expect(decode(stomp, version)).toEqual({
      command: 'MESSAGE',
      headers: { ...headers, 'content-length': '7' },
      body,
    });
  });

  test('name the destination once, whoever says it', () => {
    for (const where of [place('1'), patternPlace('1')]) {
      const text = Buffer.from(encoder().encode(where).stomp).toString();
      expect(text.match(/destination:\/topic\/a\n/g)).toHaveLength(1);
    }
  });

  test('name it once also where a header is a number, which objects put before all others', () => {
    for (const where of [place('1'), patternPlace('1')]) {
      const frame = encoder({ 7: 'seven' }).encode(where);
      expect(decode(frame.stomp)?.headers).toEqual({
        subscription: '1',
        destination: DESTINATION,
        'message-id': 'm',
        7: 'seven',
      });
      expect(
        Buffer.from(frame.stomp)
          .toString()
          .match(/destination:/g),
      ).toHaveLength(1);
    }
  });

  test('show the destination that the client named, where that is another', () => {
    const { stomp } = encoder().encode(place('1', '1.2', '/user/queue/a'));
    expect(decode(stomp)?.headers.destination).toBe('/user/queue/a');
  });

  test('can have headers that only one subscriber gets', () => {
    const { stomp } = encoder().encode(place('1').withHeaders({ ack: 'a:1', redelivered: 'true' }));
    expect(decode(stomp)?.headers).toMatchObject({ subscription: '1', ack: 'a:1', redelivered: 'true' });
  });

  test('are whole without a body, a subscription id, and a version that has one', () => {
    const { stomp } = encoder().encode(place(undefined, '1.0'));
    expect(Buffer.from(stomp).toString()).toBe('MESSAGE\ndestination:/topic/a\nmessage-id:m\n\n\0');
  });
});

test('versions that take turns get each their own', () => {
  const one = encoder({ a: 'x\\y' });
  for (const version of ['1.2', '1.0', '1.1', '1.0', '1.2'] as const) {
    expect(decode(one.encode(place('1', version)).stomp, version)?.headers.a).toBe('x\\y');
  }
});

test('an id is escaped by its version’s rules', () => {
  for (const id of ['a:b', 'a\nb', 'a\\b']) {
    expect(decode(encoder().encode(place(id)).stomp)?.headers.subscription).toBe(id);
  }
});

test('bytes that are no UTF-8 go as a binary WebSocket message, text as text', () => {
  const opcodeOf = (body: Uint8Array): number =>
    (encoder({}, body).encode(place('1')).webSocket[0] ?? 0) & 0x0f;
  expect(opcodeOf(Uint8Array.of(0xff))).toBe(2);
  expect(opcodeOf(Buffer.from('面'))).toBe(1);
});

test('a header that a version cannot write is left out of that version alone', () => {
  const one = encoder({ a: 'x\ry', b: 'z' }, Buffer.from('body'));
  const headersIn = (version: StompVersion) =>
    decode(one.encode(place('1', version)).stomp, version)?.headers;
  expect(headersIn('1.2')).toMatchObject({ a: 'x\ry', b: 'z' });
  expect(headersIn('1.1')).toMatchObject({ b: 'z' });
  expect(headersIn('1.1')).not.toHaveProperty('a');
});
