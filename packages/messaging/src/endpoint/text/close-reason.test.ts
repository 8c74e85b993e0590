import { expect, test } from 'vitest';
import { toDisconnectReason } from './close-reason.ts';

test.each([
  [1000, false],
  [3000, true],
  [3499, true],
  [3500, false],
  [4000, true],
  [4404, true],
  [4500, false],
  [4999, false],
])('a client closed with %i comes back: %s', (code, reconnect) => {
  expect(toDisconnectReason({ code, reason: 'because' })).toEqual({ code, reason: 'because', reconnect });
});

test.each([0, 999, 1001, 1005, 1006, 2999, 5000, 3000.5, NaN])('%d is no code to close with', (code) => {
  expect(() => toDisconnectReason({ code, reason: 'because' })).toThrow(RangeError);
});

test('a reason has room in a close frame', () => {
  expect(() => toDisconnectReason({ code: 3500, reason: '长'.repeat(42) })).toThrow(RangeError);
});
