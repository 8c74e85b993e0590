import { expect, test } from 'vitest';
import { aPayment } from '../../testing/payments.ts';
import { refundableFen, stageOf, toneOf } from './refund-stage.ts';

test.each([
  ['asking', false, 'asking', 'calm'],
  ['asking', true, 'refused', 'bad'],
  ['processing', false, 'processing', 'calm'],
  ['succeeded', false, 'succeeded', 'good'],
  ['closed', true, 'closed', 'bad'],
  ['closed', false, 'replaced', 'calm'],
  ['abnormal', true, 'abnormal', 'bad'],
  ['by_hand', false, 'by_hand', 'good'],
] as const)('a refund that is %s, and needs somebody: %s, is %s', (state, needsSomebody, stage, tone) => {
  expect([stageOf({ state, needsSomebody }), toneOf({ state, needsSomebody })]).toEqual([stage, tone]);
});

test('of a payment what was not given back can be, unless its order is cancelled', () => {
  expect(refundableFen(aPayment(1, { refundedFen: 1200 }))).toBe(3000);
  expect(refundableFen(aPayment(1, { orderStatus: 'cancelled' }))).toBe(0);
});
