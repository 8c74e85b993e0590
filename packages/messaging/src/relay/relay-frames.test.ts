import { createDecoder } from '@carillon/stomp';
import type { Frame, HeaderMap, OutgoingFrame } from '@carillon/stomp';
import { describe, expect, test } from 'vitest';
import type { WireFrame } from '../core/wire-frame.ts';
import { acknowledgeFrame, messageFrame, sendFrame } from './relay-frames.ts';

const NO_BODY = new Uint8Array(0);
const SHOWN = { subscriptionId: '1', destination: '/topic/a/b', version: '1.2' } as const;

function headersOf({ headers = {} }: OutgoingFrame): HeaderMap {
  return { ...headers };
}

function decoded(frame: WireFrame): Frame {
  const frames: Frame[] = [];
  createDecoder().push(frame.stomp, (one) => frames.push(one));
  const [first] = frames;
  if (!first) throw new Error('No whole frame was written.');
  return first;
}

describe('SEND to the broker', () => {
  const headers = {
    destination: '/topic/shown',
    'message-id': 'm1',
    receipt: 'r',
    priority: '9',
    'x-own': 'y',
  };

  test("has the broker's destination and what the sender said, but nothing between the sender and its session", () => {
    const frame = sendFrame(
      { destination: '/topic/a', headers, body: NO_BODY },
      { destination: '/topic/b', transaction: 't1' },
    );
    expect(headersOf(frame)).toEqual({
      destination: '/topic/b',
      transaction: 't1',
      priority: '9',
      'x-own': 'y',
    });
  });

  test('names the session that it is only for, whatever a client says of that', () => {
    const forged = { ...headers, 'carillon-only-for': 's2' };
    const body = NO_BODY;
    const message = { destination: '/topic/a', headers: forged, body };
    const forAll = sendFrame(message, { destination: '/topic/a' });
    const forOne = sendFrame({ ...message, onlyFor: 's1' }, { destination: '/topic/a' });
    expect(headersOf(forAll)).not.toHaveProperty('carillon-only-for');
    expect(headersOf(forOne)).toHaveProperty('carillon-only-for', 's1');
  });
});

describe('ACK to the broker', () => {
  const acknowledgement = {
    command: 'NACK',
    id: 'a1',
    subscription: 's',
    headers: { id: 'a1', receipt: 'r', requeue: 'false' },
  } as const;

  test('names the message by its id, and has what else the client said', () => {
    expect(headersOf(acknowledgeFrame(acknowledgement, 't1'))).toEqual({
      id: 'a1',
      transaction: 't1',
      requeue: 'false',
    });
  });
});

describe('MESSAGE to a client', () => {
  const headers = {
    subscription: 'of-the-relay',
    destination: '/topic/a%2Fb',
    'message-id': 'm1',
    ack: 'a1',
    redelivered: 'true',
    receipt: 'r7',
    'carillon-only-for': 's1',
  };

  test('has the subscription and destination that the client knows, and all else that the broker said', () => {
    const frame = decoded(messageFrame({ command: 'MESSAGE', headers, body: NO_BODY }, SHOWN));
    expect({ ...frame.headers }).toEqual({
      destination: '/topic/a/b',
      subscription: '1',
      'message-id': 'm1',
      ack: 'a1',
      redelivered: 'true',
    });
  });

  test.each(['1.1', '1.0'] as const)('has the id for its ACK as message-id in STOMP %s', (version) => {
    const frame = decoded(
      messageFrame({ command: 'MESSAGE', headers, body: NO_BODY }, { ...SHOWN, version }),
    );
    expect(frame.headers).toMatchObject({ 'message-id': 'a1', subscription: '1' });
    expect(frame.headers).not.toHaveProperty('ack');
  });

  test('keeps its message-id where nothing is to be acknowledged', () => {
    const plain = { 'message-id': 'm1' };
    const shown = { ...SHOWN, version: '1.1' } as const;
    const frame = decoded(messageFrame({ command: 'MESSAGE', headers: plain, body: NO_BODY }, shown));
    expect(frame.headers['message-id']).toBe('m1');
  });

  test('leaves out a header that the version of the client cannot carry', () => {
    const odd = { 'message-id': 'm1', odd: 'line\nline', even: 'line' };
    const shown = { ...SHOWN, version: '1.0' } as const;
    const frame = decoded(messageFrame({ command: 'MESSAGE', headers: odd, body: NO_BODY }, shown));
    expect(frame.headers).toMatchObject({ even: 'line' });
    expect(frame.headers).not.toHaveProperty('odd');
  });

  test('goes as a binary WebSocket message when its body is not text', () => {
    const opcode = (body: Uint8Array): number => {
      const [first = 0] = messageFrame({ command: 'MESSAGE', headers, body }, SHOWN).webSocket;
      return first & 0x0f;
    };
    expect([opcode(Buffer.from('茶')), opcode(Uint8Array.of(0xff))]).toEqual([1, 2]);
  });
});
