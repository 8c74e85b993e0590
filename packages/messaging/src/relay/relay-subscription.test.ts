import { expect, test } from 'vitest';
import type { SubscribeRequest } from '../core/broker.ts';
import { RelaySubscription } from './relay-subscription.ts';

// Bodies alone were counted: messages of nothing but headers were held without an end.
test('what is held before the RECEIPT is counted with its headers', () => {
  const subscription = new RelaySubscription({} as SubscribeRequest, '/topic/a');
  const frame = { command: 'MESSAGE', headers: { note: 'x'.repeat(8_000) }, body: new Uint8Array(0) };
  for (let n = 0; n < 10; n += 1) subscription.hold(frame);
  expect(subscription.heldBytes).toBeGreaterThan(80_000);
  expect(subscription.takeHeld()).toHaveLength(10);
  expect(subscription.heldBytes).toBe(0);
});
