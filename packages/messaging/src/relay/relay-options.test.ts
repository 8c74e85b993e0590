import { expect, test } from 'vitest';
import { readRelayOptions } from './relay-options.ts';

const addresses = [{ host: 'broker', port: 61613 }];

test('needs nothing but an address', () => {
  const settings = readRelayOptions({ addresses });
  expect(settings.prefixes).toEqual(['/topic', '/queue']);
  expect(settings.reconnect).toEqual({ minMs: 1_000, maxMs: 30_000, jitter: 0.5 });
});

test('fills up what is given in part', () => {
  expect(readRelayOptions({ addresses, reconnect: { maxMs: 5_000 } }).reconnect).toEqual({
    minMs: 1_000,
    maxMs: 5_000,
    jitter: 0.5,
  });
});

test.each([
  [{ addresses: [] }, TypeError],
  [{ addresses, connectTimeLimitMs: 0 }, RangeError],
  [{ addresses, receiptTimeLimitMs: Infinity }, RangeError],
  [{ addresses, maxPendingReceipts: NaN }, RangeError],
  [{ addresses, systemBufferLimitBytes: -1 }, RangeError],
  [{ addresses, reconnect: { minMs: 0 } }, RangeError],
  [{ addresses, reconnect: { jitter: 1.1 } }, RangeError],
])('refuses %o', (options, kind) => {
  expect(() => readRelayOptions(options)).toThrow(kind);
});
