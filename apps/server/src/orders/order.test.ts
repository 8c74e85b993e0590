import { orderStatusSchema } from '@carillon/contract/schemas';
import { describe, expect, test } from 'vitest';
import { formatNumber, orderStates, totalOf } from './order.ts';

describe('the order states', () => {
  test('are those that pages know', () => {
    expect(orderStates.states).toEqual(orderStatusSchema.options);
  });

  test('lead from payment over acceptance to the guest, one step at a time', () => {
    expect(orderStates.move('pay')).toEqual({ from: ['pending_payment'], to: 'paid' });
    expect(orderStates.move('accept')).toEqual({ from: ['paid'], to: 'accepted' });
    expect(orderStates.move('send')).toEqual({ from: ['accepted'], to: 'delivering' });
    expect(orderStates.move('prepare')).toEqual({ from: ['accepted'], to: 'ready' });
    expect(orderStates.move('complete').to).toBe('completed');
  });

  test('end with the guest having it, or with a cancellation, and then for good', () => {
    const moves = ['pay', 'accept', 'send', 'prepare', 'complete', 'cancel'] as const;
    const starts = moves.flatMap((move) => orderStates.move(move).from);
    expect(starts).not.toContain('completed');
    expect(starts).not.toContain('cancelled');
  });
});

describe('totalOf', () => {
  test('sums quantity times price', () => {
    const fish = { productId: 1, name: '酸菜鱼', quantity: 2, unitPriceFen: 5800 };
    const rice = { productId: 2, name: '米饭', quantity: 3, unitPriceFen: 200 };
    expect(totalOf([fish, rice])).toBe(12_200);
  });

  test('adds what the delivery costs', () => {
    expect(totalOf([{ productId: 2, name: '米饭', quantity: 1, unitPriceFen: 200 }], 500)).toBe(700);
  });

  test('refuses a sum that is no exact number', () => {
    const gold = { productId: 1, name: '金', quantity: 99, unitPriceFen: Number.MAX_SAFE_INTEGER };
    expect(() => totalOf([gold])).toThrow(RangeError);
  });
});

test('numbers are called out with at least three digits', () => {
  expect([1, 17, 999, 1000].map(formatNumber)).toEqual(['001', '017', '999', '1000']);
});
