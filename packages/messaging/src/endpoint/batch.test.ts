import { describe, expect, test } from 'vitest';
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

describe('frames that differ by their marks alone', () => {
  const template = toWireFrame(Buffer.from('id:__;body'), true);
  const mark = (text: string) => ({ bytes: Buffer.from(text), at: 3 });
  const wire = (text: string) => toWireFrame(Buffer.from(text), true).webSocket;

  test('are the same step, and each socket gets its own marks', () => {
    const root = new Batch();
    const [mine, yours] = ['01', '02'].map((id) => root.with(template.marked(mark(id))).with(b));
    expect(mine).toBe(yours);
    expect(mine?.bytes([mark('01')])).toEqual(Buffer.concat([wire('id:01;body'), b.webSocket]));
    expect(mine?.bytes([mark('02')])).toEqual(Buffer.concat([wire('id:02;body'), b.webSocket]));
  });

  test('share one buffer, one after the other, except where one is given away', () => {
    const batch = new Batch().with(template.marked(mark('01'))).with(b);
    const first = batch.bytes([mark('01')]);
    expect(batch.bytes([mark('02')])).toBe(first);
    batch.giveAway();
    expect(batch.bytes([mark('03')])).not.toBe(first);
    expect(first).toEqual(Buffer.concat([wire('id:02;body'), b.webSocket]));
    expect(batch.bytes([mark('04')])).toEqual(Buffer.concat([wire('id:04;body'), b.webSocket]));
  });

  test('may stand anywhere among others, also with different marks in one socket', () => {
    const batch = new Batch()
      .with(a)
      .with(template.marked(mark('07')))
      .with(b)
      .with(template.marked(mark('08')));
    expect(batch.bytes([mark('07'), mark('08')])).toEqual(
      Buffer.concat([a.webSocket, wire('id:07;body'), b.webSocket, wire('id:08;body')]),
    );
  });

  test('leave the template as it is, also when one is alone', () => {
    const batch = new Batch().with(template.marked(mark('03')));
    expect(batch.bytes([mark('03')])).toEqual(wire('id:03;body'));
    expect(template.webSocket).toEqual(wire('id:__;body'));
  });

  test('can be had one by one', () => {
    const frame = template.marked(mark('04'));
    expect(frame.webSocket).toEqual(wire('id:04;body'));
    expect(Buffer.from(frame.stomp).toString()).toBe('id:04;body');
  });
});
