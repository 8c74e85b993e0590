import type { Order } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import { anOrder } from '../testing/orders.ts';
import { leftFen } from './order-money.ts';

const aRefund = (parts: Partial<Order['refunds'][number]> = {}): Order['refunds'][number] => ({
  ...{ id: 1, amountFen: 1000, cause: 'staff', state: 'succeeded', reason: '等待太久' },
  ...{ askedAt: '2026-11-21T02:05:00.000Z', settledAt: null },
  ...parts,
});

describe('of a paid order can be given back', () => {
  test('all of it at first', () => {
    expect(leftFen(anOrder(1))).toBe(4200);
  });
  test('what was not given back, or is not on its way', () => {
    const refunds = [aRefund(), aRefund({ id: 2, amountFen: 200, state: 'processing' })];
    expect(leftFen(anOrder(1, { status: 'completed', refunds }))).toBe(3000);
  });
  test('no less because a second payment went back', () => {
    expect(leftFen(anOrder(1, { refunds: [aRefund({ cause: 'paid_twice', amountFen: 4200 })] }))).toBe(4200);
  });
});

test.each(['pending_payment', 'cancelled'] as const)('of an order that is %s nothing can', (status) => {
  expect(leftFen(anOrder(1, { status }))).toBe(0);
});
