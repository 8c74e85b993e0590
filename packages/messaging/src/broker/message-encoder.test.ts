import { expect, test } from 'vitest';
import { createDecoder } from '@carillon/stomp';
import type { Frame, StompVersion } from '@carillon/stomp';
import { encodeStart, MessageEncoder } from './message-encoder.ts';

function decode(bytes: Uint8Array, version: StompVersion): Frame[] {
  const frames: Frame[] = [];
  createDecoder({ version }).push(bytes, (frame) => frames.push(frame));
  return frames;
}

test.each(['1.0', '1.1', '1.2'] as const)('in %s the two halves make one MESSAGE', (version) => {
  const body = Buffer.from('{"a":1}');
  const encoder = new MessageEncoder({ headers: { destination: '/topic/a', seq: '7' }, body });
  const { stomp } = encoder.encode(encodeStart('sub-1', version), version);
  const headers = { subscription: 'sub-1', destination: '/topic/a', seq: '7', 'content-length': '7' };
  expect(decode(stomp, version)).toMatchObject([{ command: 'MESSAGE', headers, body }]);
});

test('an id is escaped by its version’s rules', () => {
  const encoder = new MessageEncoder({ headers: {}, body: new Uint8Array() });
  for (const id of ['a:b', 'a\nb', 'a\\b']) {
    const { stomp } = encoder.encode(encodeStart(id, '1.2'), '1.2');
    expect(decode(stomp, '1.2')[0]?.headers.subscription).toBe(id);
  }
});

test('a message without a body is still whole', () => {
  const encoder = new MessageEncoder({ headers: { a: 'b' }, body: new Uint8Array() });
  const { stomp } = encoder.encode(encodeStart(undefined, '1.0'), '1.0');
  expect(Buffer.from(stomp).toString()).toBe('MESSAGE\na:b\n\n\0');
});

test('bytes that are no UTF-8 go as a binary WebSocket message, text as text', () => {
  const opcodeOf = (body: Uint8Array): number =>
    (new MessageEncoder({ headers: {}, body }).encode(encodeStart('1', '1.2'), '1.2').webSocket[0] ?? 0) &
    0x0f;
  expect(opcodeOf(Uint8Array.of(0xff))).toBe(2);
  expect(opcodeOf(Buffer.from('面'))).toBe(1);
});

test('a header that a version cannot write is left out of that version alone', () => {
  const encoder = new MessageEncoder({ headers: { a: 'x\ry', b: 'z' }, body: Buffer.from('body') });
  const headersIn = (version: StompVersion) =>
    decode(encoder.encode(encodeStart('1', version), version).stomp, version)[0]?.headers;
  expect(headersIn('1.2')).toMatchObject({ a: 'x\ry', b: 'z' });
  expect(headersIn('1.1')).toMatchObject({ b: 'z' });
  expect(headersIn('1.1')).not.toHaveProperty('a');
});
