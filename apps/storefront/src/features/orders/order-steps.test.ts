import { expect, test } from 'vitest';
import { orderSteps } from './order-steps.ts';

test.each([
  ['pending_payment', 'now next next next'],
  ['paid', 'done now next next'],
  ['accepted', 'done done now next'],
  ['completed', 'done done done done'],
] as const)('an order that is %s shows %s', (status, states) => {
  expect(
    orderSteps(status)
      .map(({ state }) => state)
      .join(' '),
  ).toBe(states);
});
