import type { Product } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import { makeProduct } from '../../testing/menu.ts';
import { lineOf } from './cart.ts';
import { reconcileCart } from './reconcile-cart.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 2_800 });
const cart = [lineOf(noodles, 4)];

function menuOf(...products: Product[]) {
  return [{ id: 1, name: '主食', products }];
}

describe('reconcileCart', () => {
  test('changes nothing while the menu stays as it was', () => {
    expect(reconcileCart(cart, menuOf(noodles))).toEqual({ cart, changes: [] });
  });

  test('takes out what is no longer on the menu', () => {
    expect(reconcileCart(cart, menuOf())).toEqual({
      cart: [],
      changes: [{ kind: 'gone', productId: 1, name: '牛肉面' }],
    });
  });

  test('takes out what is sold out', () => {
    expect(reconcileCart(cart, menuOf({ ...noodles, stock: 0 }))).toEqual({
      cart: [],
      changes: [{ kind: 'soldOut', productId: 1, name: '牛肉面' }],
    });
  });

  test('cuts to what is left and takes over the new price, and tells both', () => {
    const dearer = { ...noodles, stock: 3, priceFen: 3_000 };
    expect(reconcileCart(cart, menuOf(dearer))).toEqual({
      cart: [lineOf(dearer, 3)],
      changes: [
        { kind: 'reduced', productId: 1, name: '牛肉面', from: 4, left: 3 },
        { kind: 'price', productId: 1, name: '牛肉面', fromFen: 2_800, toFen: 3_000 },
      ],
    });
  });

  test('lets more be added when the stock grows, without adding any', () => {
    const { cart: fitted } = reconcileCart(
      [lineOf({ ...noodles, stock: 4 }, 4)],
      menuOf({ ...noodles, stock: 9 }),
    );
    expect(fitted).toEqual([expect.objectContaining({ quantity: 4, most: 9 })]);
  });
});
