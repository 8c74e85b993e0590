import { constants, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { toWireFrame } from '../../core/wire-frame.ts';
import { deflateFrame } from './deflate-frame.ts';

const text = 'SEND and SEND and '.repeat(100);

test('a frame is compressed once, and marked as compressed (RFC 7692 §6)', () => {
  const frame = toWireFrame(Buffer.from(text), true);
  const deflated = deflateFrame(frame);
  expect(deflateFrame(frame)).toBe(deflated);
  expect(deflated.webSocket[0]).toBe(0xc1);
  const whole = Buffer.concat([deflated.stomp, Buffer.of(0, 0, 0xff, 0xff)]);
  expect(inflateRawSync(whole, { finishFlush: constants.Z_SYNC_FLUSH }).toString()).toBe(text);
});

test('a binary frame stays one', () => {
  expect(deflateFrame(toWireFrame(Buffer.alloc(500, 0xff), false)).webSocket[0]).toBe(0xc2);
});

test('a frame that would not become shorter is sent as it is', () => {
  const frame = toWireFrame(Buffer.of(1, 2, 3), false);
  expect(deflateFrame(frame)).toBe(frame);
});
