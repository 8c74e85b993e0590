import { describe, expect, test } from 'vitest';
import { createFakeMemory } from '../testing/fake-memory.ts';
import { makeProduct } from '../testing/menu.ts';
import { CART_KEEPS_MS, createCartMemory } from './cart-memory.ts';
import { lineOf } from './cart.ts';

const cart = [lineOf(makeProduct({ id: 1 }), 2)];

function setUp() {
  const memory = createFakeMemory();
  return { memory, carts: createCartMemory(memory) };
}

describe('the kept cart', () => {
  test('is kept apart for each place', () => {
    const { carts } = setUp();
    carts.remember('1.T8', cart);
    expect(carts.recall('1.T8')).toEqual(cart);
    expect(carts.recall('1.T7')).toEqual([]);
  });

  test('is gone the next day', () => {
    const { carts } = setUp();
    carts.remember('1.T8', cart, 0);
    expect(carts.recall('1.T8', CART_KEEPS_MS)).toEqual(cart);
    expect(carts.recall('1.T8', CART_KEEPS_MS + 1)).toEqual([]);
  });

  test('leaves out lines that it cannot read', () => {
    const { memory, carts } = setUp();
    memory.remember('cart.1.T8', { savedAt: Date.now(), lines: [{ productId: 'x' }, null, ...cart] });
    expect(carts.recall('1.T8')).toEqual(cart);
  });

  test('takes anything else for an empty cart', () => {
    const { memory, carts } = setUp();
    memory.remember('cart.1.T8', [1, 2]);
    expect(carts.recall('1.T8')).toEqual([]);
  });
});
