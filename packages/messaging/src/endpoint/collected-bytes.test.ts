import { expect, test } from 'vitest';
import { CollectedBytes } from './collected-bytes.ts';

test('gives the pieces as one, and then begins anew', () => {
  const collected = new CollectedBytes(100);
  for (const piece of ['a', '', 'bcd', 'e']) expect(collected.add(Buffer.from(piece))).toBe(true);
  expect(collected.take().toString()).toBe('abcde');
  expect(collected.take()).toHaveLength(0);
  collected.add(Buffer.from('f'));
  expect(collected.take().toString()).toBe('f');
});

test('gives a piece that came alone as it is', () => {
  const collected = new CollectedBytes(100);
  const piece = Buffer.from('whole');
  collected.add(piece);
  expect(collected.take().buffer).toBe(piece.buffer);
});

test('never writes into a piece, nor into what it gave', () => {
  const collected = new CollectedBytes(100);
  const shared = Buffer.from('abcd');
  collected.add(shared.subarray(0, 1));
  collected.add(Buffer.from('X'));
  const taken = collected.take();
  collected.add(Buffer.from('Y'));
  collected.add(Buffer.from('Z'));
  expect([shared.toString(), taken.toString()]).toEqual(['abcd', 'aX']);
});

test('takes as much as it may hold, and with one byte more holds nothing', () => {
  const collected = new CollectedBytes(3);
  expect(collected.add(Buffer.from('ab'))).toBe(true);
  expect(collected.add(Buffer.from('c'))).toBe(true);
  expect(collected.add(Buffer.from('d'))).toBe(false);
  expect(collected.take()).toHaveLength(0);
});

test('holds bytes that came one by one in little more memory than they are', () => {
  const collected = new CollectedBytes(64 * 1024);
  for (let n = 0; n < 60_000; n += 1) collected.add(Buffer.of(n));
  const { byteLength } = collected.take().buffer;
  expect(byteLength).toBeGreaterThanOrEqual(60_000);
  expect(byteLength).toBeLessThanOrEqual(64 * 1024);
});
