import { expect, test } from 'vitest';
import { toWireFrame } from '../core/wire-frame.ts';
import { Batch } from './batch.ts';

const [a, b, c] = ['aa', 'bbb', 'c'].map((text) => toWireFrame(Buffer.from(text), true)) as [
  ReturnType<typeof toWireFrame>,
  ReturnType<typeof toWireFrame>,
  ReturnType<typeof toWireFrame>,
];

test('a lone frame is not copied', () => {
  expect(new Batch().with(a).bytes()).toBe(a.webSocket);
});

test('frames stand in the order in which they were added', () => {
  const batch = new Batch().with(a).with(b).with(a).with(c);
  expect(batch.bytes()).toEqual(Buffer.concat([a, b, a, c].map(({ webSocket }) => webSocket)));
  expect(batch.byteLength).toBe(batch.bytes().length);
});

test('sockets with the same frames share the bytes', () => {
  const root = new Batch();
  const [first, second] = [root, root].map((batch) => batch.with(a)).map((batch) => batch.with(b));
  expect(first).toBe(second);
  expect(first?.bytes()).toBe(second?.bytes());
});

test('sockets with other frames do not', () => {
  const root = new Batch();
  const [ab, ac] = [root.with(a).with(b), root.with(a).with(c)];
  expect(ab.bytes()).toEqual(Buffer.concat([a.webSocket, b.webSocket]));
  expect(ac.bytes()).toEqual(Buffer.concat([a.webSocket, c.webSocket]));
});
