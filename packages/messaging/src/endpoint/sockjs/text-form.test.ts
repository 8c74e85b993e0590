import { expect, test } from 'vitest';
import { createDecoder, encodeFrame } from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';
import { textForm } from './text-form.ts';

function message(body: Buffer): Uint8Array {
  return encodeFrame({ command: 'MESSAGE', headers: { 'content-type': 'image/png', note: '一' }, body });
}

test('of a frame that is text is the frame', () => {
  const frame = message(Buffer.from('茶'));
  expect(textForm(frame, true)).toBe(Buffer.from(frame).toString());
});

test.each([
  ['no UTF-8', Buffer.of(0xff, 0xfe), '\ufffd\ufffd'],
  ['cut letters', Buffer.from('茶').subarray(0, 2), '\ufffd'],
  ['NULs and line ends between', Buffer.of(0x61, 0, 0x0a, 0x0a, 0xff, 0), 'a\0\n\n\ufffd\0'],
])('of a body with %s is a whole frame, with a length that is true', (_what, body, text) => {
  const frames: Frame[] = [];
  const decoder = createDecoder({ version: '1.2' });
  decoder.push(Buffer.from(textForm(message(body), false)), (frame) => frames.push(frame));
  decoder.end();
  expect(frames).toHaveLength(1);
  expect(frames[0]?.headers).toMatchObject({ 'content-type': 'image/png', note: '一' });
  expect(Buffer.from(frames[0]?.body ?? []).toString()).toBe(text);
});
