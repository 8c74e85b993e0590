import { expect, test } from 'vitest';
import { orderSteps } from './order-steps.ts';

test.each([
  ['pickup', 'pending_payment', 'next next next next'],
  ['pickup', 'paid', 'now next next next'],
  ['table', 'accepted', 'done now next next'],
  ['pickup', 'ready', 'done done now next'],
  ['delivery', 'delivering', 'done done now next'],
  ['table', 'completed', 'done done done done'],
] as const)('an order for %s that is %s shows %s', (fulfilment, status, states) => {
  const shown = orderSteps({ fulfilment, status }).map(({ state }) => state);
  expect(shown.join(' ')).toBe(states);
});

test('what is brought is on its way where the other is ready', () => {
  expect(orderSteps({ fulfilment: 'delivery', status: 'paid' })[2]?.name).toBe('stepDelivering');
  expect(orderSteps({ fulfilment: 'pickup', status: 'paid' })[2]?.name).toBe('stepReady');
});
