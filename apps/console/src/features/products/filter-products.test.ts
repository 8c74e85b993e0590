import { expect, test } from 'vitest';
import { aProduct } from '../../testing/products.ts';
import { ALL_PRODUCTS, filterProducts } from './filter-products.ts';

const products = [
  aProduct(1, { name: '牛肉面' }),
  aProduct(2, { name: 'Iced Tea', categoryId: 2, stock: 0 }),
  aProduct(3, { name: '凉皮', description: '麻酱，少辣', onShelf: false }),
];

test.each([
  ['everything', {}, [1, 2, 3]],
  ['what a name has in it, large or small', { search: ' tea ' }, [2]],
  ['what a description has in it', { search: '麻酱' }, [3]],
  ['one category', { categoryId: 2 }, [2]],
  ['what is on the shelf', { show: 'onShelf' as const }, [1, 2]],
  ['what is off it', { show: 'offShelf' as const }, [3]],
  ['what is sold out', { show: 'soldOut' as const }, [2]],
])('finds %s', (_what, filters, ids) => {
  expect(filterProducts(products, { ...ALL_PRODUCTS, ...filters }).map(({ id }) => id)).toEqual(ids);
});
