import { expect, test } from 'vitest';
import { HEARTBEAT_FRAME, toWireFrame } from './wire-frame.ts';

test.each([
  [1, '8101'],
  [125, '817d'],
  [126, '817e007e'],
  [65_535, '817effff'],
  [65_536, '817f0000000000010000'],
])('a text of %i bytes has the WebSocket header %s before it', (length, head) => {
  const frame = toWireFrame(Buffer.alloc(length, 'a'), true);
  expect(frame.webSocket.subarray(0, head.length / 2).toString('hex')).toBe(head);
  expect(Buffer.from(frame.stomp).toString()).toBe('a'.repeat(length));
});

test('what is no text goes as binary', () => {
  expect(toWireFrame(Uint8Array.of(0xff), false).webSocket).toEqual(Buffer.from([0x82, 1, 0xff]));
});

test('the heart-beat is one line feed', () => {
  expect(HEARTBEAT_FRAME.webSocket).toEqual(Buffer.from([0x81, 1, 0x0a]));
});
