import type { Product } from '@carillon/contract';
import { MAX_ORDER_LINES, MAX_QUANTITY } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import { extras, makeProduct, size } from '../testing/menu.ts';
import { countOf, lineOf, totalFenOf, withLine, withoutOrdered } from './cart.ts';
import type { Cart } from './cart.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 2_800 });
const tea = makeProduct({ id: 2, name: '酸梅汤', priceFen: 650 });

function cartOf(...chosen: [Product, number][]): Cart {
  return chosen.reduce<Cart>((cart, [product, quantity]) => withLine(cart, lineOf(product, quantity)), []);
}

describe('the cart', () => {
  test('counts and adds up in integer fen', () => {
    const cart = cartOf([noodles, 2], [tea, 1]);
    expect(countOf(cart)).toBe(3);
    expect(totalFenOf(cart)).toBe(6_250);
  });

  test('keeps the order of choosing when a quantity changes', () => {
    const cart = withLine(cartOf([noodles, 1], [tea, 1]), lineOf(noodles, 3));
    expect(cart.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      [1, 3],
      [2, 1],
    ]);
  });

  test('leaves a product out at zero', () => {
    expect(withLine(cartOf([noodles, 1]), lineOf(noodles, 0))).toEqual([]);
  });

  test('takes no more than is in stock, and no more than one order may hold', () => {
    expect(lineOf({ ...noodles, stock: 3 }, 7).quantity).toBe(3);
    expect(lineOf(noodles, 1_000).quantity).toBe(MAX_QUANTITY);
    expect(lineOf(noodles, -1).quantity).toBe(0);
  });

  test('takes no more different products than one order may hold', () => {
    const products = Array.from({ length: MAX_ORDER_LINES + 1 }, (_, index) =>
      makeProduct({ id: index + 1 }),
    );
    expect(cartOf(...products.map((product): [Product, number] => [product, 1]))).toHaveLength(
      MAX_ORDER_LINES,
    );
  });

  test('keeps a product apart that was chosen in two ways, whatever the order of choosing', () => {
    const choosable = { ...noodles, optionGroups: [size, extras] };
    const cart = [
      lineOf(choosable, 1, [12, 21]),
      lineOf(choosable, 1, [21, 12]),
      lineOf(choosable, 1, [11]),
    ].reduce<Cart>((all, line) => withLine(all, line), []);
    expect(cart).toMatchObject([
      { choices: '大份、鸡蛋', priceFen: 3_500 },
      { choices: '小份', priceFen: 2_500 },
    ]);
    expect(totalFenOf(cart)).toBe(6_000);
  });

  test('takes out of it what was ordered as it was chosen', () => {
    const choosable = { ...noodles, optionGroups: [size] };
    const cart = [lineOf(choosable, 1, [12]), lineOf(choosable, 1, [11])];
    const choices = [{ group: '份量', name: '大份', deltaFen: 500 }];
    expect(withoutOrdered(cart, [{ productId: 1, quantity: 1, choices }])).toMatchObject([
      { choices: '小份' },
    ]);
  });

  test('keeps what was added after the order was sent', () => {
    const cart = cartOf([noodles, 3], [tea, 1]);
    const rest = withoutOrdered(cart, [
      { productId: 1, quantity: 2 },
      { productId: 2, quantity: 1 },
    ]);
    expect(rest.map(({ productId, quantity }) => [productId, quantity])).toEqual([[1, 1]]);
  });
});
