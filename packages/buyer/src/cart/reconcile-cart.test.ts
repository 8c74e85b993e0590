import type { Product } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import { makeProduct, size } from '../testing/menu.ts';
import { countOf, lineOf, totalFenOf } from './cart.ts';
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

  test('marks what is no longer on the menu, and says so once', () => {
    const gone = reconcileCart(cart, menuOf());
    expect(gone).toMatchObject({
      cart: [{ name: '牛肉面', quantity: 4, unavailable: 'gone' }],
      changes: [{ kind: 'gone', key: '1', name: '牛肉面' }],
    });
    expect(reconcileCart(gone.cart, menuOf()).changes).toEqual([]);
  });

  test('marks what is sold out, and counts it again once there is some', () => {
    const soldOut = reconcileCart(cart, menuOf({ ...noodles, stock: 0 }));
    expect(soldOut).toMatchObject({
      cart: [{ quantity: 4, unavailable: 'soldOut' }],
      changes: [{ kind: 'soldOut', key: '1', name: '牛肉面' }],
    });
    expect([countOf(soldOut.cart), totalFenOf(soldOut.cart)]).toEqual([0, 0]);
    const { cart: back } = reconcileCart(soldOut.cart, menuOf({ ...noodles, stock: 9 }));
    expect(back[0]).toMatchObject({ quantity: 4, most: 9 });
    expect(countOf(back)).toBe(4);
  });

  test('marks what cannot be chosen so any more', () => {
    const chosen = [lineOf({ ...noodles, optionGroups: [size] }, 1, [12])];
    expect(reconcileCart(chosen, menuOf(noodles))).toMatchObject({
      cart: [{ unavailable: 'choices' }],
      changes: [{ kind: 'choices', name: '牛肉面（大份）' }],
    });
  });

  test('takes over what an option costs now', () => {
    const choosable = { ...noodles, optionGroups: [size] };
    const dearer = { ...size, choices: size.choices.map((choice) => ({ ...choice, deltaFen: 900 })) };
    expect(
      reconcileCart([lineOf(choosable, 1, [12])], menuOf({ ...noodles, optionGroups: [dearer] })),
    ).toMatchObject({
      cart: [{ priceFen: 3_700 }],
      changes: [{ kind: 'price', fromFen: 3_300, toFen: 3_700 }],
    });
  });

  test('shares what is left among the lines of one product', () => {
    const choosable = { ...noodles, optionGroups: [size] };
    const both = [lineOf(choosable, 2, [11]), lineOf(choosable, 2, [12])];
    expect(reconcileCart(both, menuOf({ ...choosable, stock: 3 })).cart).toMatchObject([
      { choices: '小份', quantity: 2 },
      { choices: '大份', quantity: 1 },
    ]);
  });

  test('cuts to what is left and takes over the new price, and tells both', () => {
    const dearer = { ...noodles, stock: 3, priceFen: 3_000 };
    expect(reconcileCart(cart, menuOf(dearer))).toEqual({
      cart: [lineOf(dearer, 3)],
      changes: [
        { kind: 'reduced', key: '1', name: '牛肉面', from: 4, left: 3 },
        { kind: 'price', key: '1', name: '牛肉面', fromFen: 2_800, toFen: 3_000 },
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
