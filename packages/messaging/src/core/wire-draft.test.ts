import { expect, test } from 'vitest';
import { beginDraft, finishDraft } from './wire-draft.ts';
import type { WireFrame } from './wire-frame.ts';

function write(text: string, mostBytes = text.length): WireFrame {
  const draft = beginDraft(mostBytes);
  return finishDraft(draft, draft.at + draft.out.write(text, draft.at), true);
}

test.each([
  [1, '8101'],
  [125, '817d'],
  [126, '817e007e'],
  [65_535, '817effff'],
  [65_536, '817f0000000000010000'],
])('a frame of %i bytes stands where it was written, behind %s', (length, head) => {
  const frame = write('a'.repeat(length));
  expect(frame.webSocket.subarray(0, head.length / 2).toString('hex')).toBe(head);
  expect(Buffer.from(frame.stomp).toString()).toBe('a'.repeat(length));
});

test('what is no text goes as binary', () => {
  const draft = beginDraft(1);
  draft.out[draft.at] = 0xff;
  expect(finishDraft(draft, draft.at + 1, false).webSocket).toEqual(Buffer.from([0x82, 1, 0xff]));
});

test('small frames share memory, and none writes into another', () => {
  const texts = Array.from({ length: 200 }, (_, index) => String(index).repeat(40));
  const frames = texts.map((text) => write(text, 3 * text.length));
  expect(frames.map(({ stomp }) => Buffer.from(stomp).toString())).toEqual(texts);
  expect(new Set(frames.map(({ webSocket }) => webSocket.buffer)).size).toBeLessThan(20);
});

test('a draft that is given up costs nothing', () => {
  const before = write('a');
  beginDraft(1_000);
  const after = write('b');
  expect(after.webSocket.byteOffset - before.webSocket.byteOffset).toBeLessThan(20);
});

test('a large frame stays where it was written, unless most of what it reserved would be wasted', () => {
  const memoryOf = ({ webSocket }: WireFrame): number => webSocket.buffer.byteLength;
  expect(memoryOf(write('a'.repeat(5_000), 5_100))).toBe(5_110);
  expect(memoryOf(write('a'.repeat(5_000), 15_000))).not.toBe(15_010);
});
