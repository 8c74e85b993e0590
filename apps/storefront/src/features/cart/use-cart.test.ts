import { makeProduct } from '@carillon/buyer/testing';
import { effectScope, nextTick, shallowRef } from 'vue';
import { afterEach, describe, expect, test } from 'vitest';
import { useCart } from './use-cart.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 2_800 });
const menuAt = (placeName: string, ...products: (typeof noodles)[]) => ({
  placeName,
  categories: [{ id: 1, name: '主食', products }],
});

function cartAt(first: ReturnType<typeof menuAt> | undefined) {
  const menu = shallowRef(first);
  const cart = effectScope().run(() => useCart(() => menu.value));
  if (!cart) throw new Error('the scope was stopped');
  return { cart, menu };
}

afterEach(() => localStorage.clear());

describe('useCart', () => {
  test('finds its lines again after a reload of the page', () => {
    cartAt(menuAt('1.T8', noodles)).cart.setProduct(noodles, 2);
    const { cart } = cartAt(menuAt('1.T8', noodles));
    expect([cart.count, cart.totalFen, cart.quantityOf(1)]).toEqual([2, 5_600, 2]);
  });

  test('starts another place with its own cart', async () => {
    const { cart, menu } = cartAt(menuAt('1.T8', noodles));
    cart.setProduct(noodles, 2);
    menu.value = menuAt('1.T7', noodles);
    await nextTick();
    expect(cart.lines).toEqual([]);
  });

  test('tells what a change of the menu did, until that was seen', async () => {
    const { cart, menu } = cartAt(menuAt('1.T8', noodles));
    cart.setProduct(noodles, 2);
    menu.value = menuAt('1.T8', { ...noodles, priceFen: 3_000 });
    await nextTick();
    expect(cart.totalFen).toBe(6_000);
    expect(cart.changes).toMatchObject([{ kind: 'price', fromFen: 2_800, toFen: 3_000 }]);
    cart.dismissChanges();
    expect(cart.changes).toEqual([]);
  });

  test('keeps the notice of one change when the next load changes nothing', async () => {
    const { cart, menu } = cartAt(menuAt('1.T8', noodles));
    cart.setProduct(noodles, 2);
    menu.value = menuAt('1.T8');
    await nextTick();
    menu.value = menuAt('1.T8');
    await nextTick();
    expect(cart.changes).toMatchObject([{ kind: 'gone' }]);
  });
});
