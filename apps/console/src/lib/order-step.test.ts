import { expect, test } from 'vitest';
import { nextStep } from './order-step.ts';

test.each([
  ['pending_payment', 'table', undefined],
  ['paid', 'table', 'accept'],
  ['paid', 'delivery', 'accept'],
  ['accepted', 'table', 'complete'],
  ['accepted', 'pickup', 'ready'],
  ['accepted', 'delivery', 'send'],
  ['ready', 'pickup', 'complete'],
  ['delivering', 'delivery', 'complete'],
  ['completed', 'table', undefined],
  ['cancelled', 'pickup', undefined],
] as const)('what is %s (%s) is next to: %s', (status, fulfilment, step) => {
  expect(nextStep({ status, fulfilment })).toBe(step);
});
