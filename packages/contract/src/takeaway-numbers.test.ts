import { expect, test } from 'vitest';
import { takeawayNumbers } from './takeaway-numbers.ts';
import type { Order, OrderStatus } from './types.ts';

const PAID_AT = '2026-11-21T04:05:00.000Z';

type Refund = Order['refunds'][number];

function refundOf(amountFen: number, state: Refund['state'], cause: Refund['cause'] = 'staff'): Refund {
  return { id: 1, amountFen, cause, state, reason: '', askedAt: PAID_AT, settledAt: null };
}

test.each<[OrderStatus, number]>([
  ['pending_payment', 1],
  ['paid', 2],
  ['accepted', 3],
  ['ready', 3],
  ['delivering', 4],
  ['completed', 5],
  ['cancelled', 6],
])('%s is %i', (status, number) => {
  expect(takeawayNumbers({ status, paidAt: PAID_AT, totalFen: 100, refunds: [] }).status).toBe(number);
});

test('an order is refunded when all of its money has arrived, not before', () => {
  const payStatusOf = (paidAt: string | null, ...refunds: Order['refunds']): number =>
    takeawayNumbers({ status: 'cancelled', paidAt, totalFen: 100, refunds }).payStatus;
  expect(payStatusOf(null)).toBe(0);
  expect(payStatusOf(PAID_AT)).toBe(1);
  expect(payStatusOf(PAID_AT, refundOf(40, 'succeeded'))).toBe(1);
  expect(payStatusOf(PAID_AT, refundOf(100, 'processing'))).toBe(1);
  expect(payStatusOf(PAID_AT, refundOf(40, 'succeeded'), refundOf(60, 'succeeded'))).toBe(2);
});

test('an order that was paid twice is not refunded when the second payment is', () => {
  const refunds = [refundOf(100, 'succeeded', 'paid_twice')];
  expect(takeawayNumbers({ status: 'paid', paidAt: PAID_AT, totalFen: 100, refunds }).payStatus).toBe(1);
});

/** An order that was cancelled unpaid, and paid late: its money came and went, though it was never `paid`. */
test('an order that was never paid in time is refunded when its late payment is', () => {
  expect(
    takeawayNumbers({
      status: 'cancelled',
      paidAt: null,
      totalFen: 100,
      refunds: [refundOf(100, 'succeeded')],
    }).payStatus,
  ).toBe(2);
});
