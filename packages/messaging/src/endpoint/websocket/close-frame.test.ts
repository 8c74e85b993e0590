import { expect, test } from 'vitest';
import { wireBytes } from '../../testing/wire-bytes.ts';
import { closeFrame } from './close-frame.ts';

test('a close frame has the code and the reason', () => {
  expect(closeFrame(1000, 'bye')).toEqual(wireBytes('88 05 03e8 "bye"'));
});

test('a close frame answers one without a code by one without a code', () => {
  expect(closeFrame(1005, '')).toEqual(wireBytes('88 00'));
});

test('a reason that is too long is cut between two letters', () => {
  const frame = closeFrame(3500, '面'.repeat(50));
  expect(frame.length).toBe(2 + 2 + 123);
  expect(
    closeFrame(3500, `x${'面'.repeat(50)}`)
      .subarray(4)
      .toString(),
  ).toBe(`x${'面'.repeat(40)}`);
});
