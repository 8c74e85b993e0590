import { createDecoder } from '@carillon/stomp';
import type { Frame, HeaderMap, OutgoingFrame } from '@carillon/stomp';
import { describe, expect, test } from 'vitest';
import type { WireFrame } from '../core/wire-frame.ts';
import { acknowledgeFrame, messageFrame, sendFrame } from './relay-frames.ts';

const NO_BODY = new Uint8Array(0);

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
    const frame = sendFrame({ destination: '/topic/a', headers, body: NO_BODY }, '/topic/b', 't1');
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
    const forAll = sendFrame({ destination: '/topic/a', headers: forged, body }, '/topic/a');
    const forOne = sendFrame({ destination: '/topic/a', headers: forged, body, onlyFor: 's1' }, '/topic/a');
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

  test.each([
    ['1.2', { id: 'a1', requeue: 'false' }],
    ['1.1', { 'message-id': 'a1', subscription: 's', requeue: 'false' }],
    ['1.0', { 'message-id': 'a1', subscription: 's', requeue: 'false' }],
  ] as const)('names the message as STOMP %s does', (version, headers) => {
    expect(headersOf(acknowledgeFrame(acknowledgement, version))).toEqual(headers);
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
    const frame = decoded(
      messageFrame({ command: 'MESSAGE', headers, body: NO_BODY }, '1', '/topic/a/b', '1.2'),
    );
    expect({ ...frame.headers }).toEqual({
      destination: '/topic/a/b',
      subscription: '1',
      'message-id': 'm1',
      ack: 'a1',
      redelivered: 'true',
    });
  });

  test('goes as a binary WebSocket message when its body is not text', () => {
    const opcode = (body: Uint8Array): number => {
      const [first = 0] = messageFrame(
        { command: 'MESSAGE', headers, body },
        '1',
        '/topic/a',
        '1.2',
      ).webSocket;
      return first & 0x0f;
    };
    expect([opcode(Buffer.from('茶')), opcode(Uint8Array.of(0xff))]).toEqual([1, 2]);
  });
});
