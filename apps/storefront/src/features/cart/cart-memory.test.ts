import { afterEach, describe, expect, test } from 'vitest';
import { remember } from '../../lib/memory.ts';
import { makeProduct } from '../../testing/menu.ts';
import { CART_KEEPS_MS, recallCart, rememberCart } from './cart-memory.ts';
import { lineOf } from './cart.ts';

const cart = [lineOf(makeProduct({ id: 1 }), 2)];

afterEach(() => localStorage.clear());

describe('the kept cart', () => {
  test('is kept apart for each place', () => {
    rememberCart('1.T8', cart);
    expect(recallCart('1.T8')).toEqual(cart);
    expect(recallCart('1.T7')).toEqual([]);
  });

  test('is gone the next day', () => {
    rememberCart('1.T8', cart, 0);
    expect(recallCart('1.T8', CART_KEEPS_MS)).toEqual(cart);
    expect(recallCart('1.T8', CART_KEEPS_MS + 1)).toEqual([]);
  });

  test('leaves out lines that it cannot read', () => {
    remember('cart.1.T8', { savedAt: Date.now(), lines: [{ productId: 'x' }, null, ...cart] });
    expect(recallCart('1.T8')).toEqual(cart);
  });

  test('takes anything else for an empty cart', () => {
    remember('cart.1.T8', [1, 2]);
    expect(recallCart('1.T8')).toEqual([]);
  });
});
