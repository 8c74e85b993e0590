import { expect, test } from 'vitest';
import { shop } from './testing/menu.ts';
import { fulfilmentsAt } from './place.ts';

const table = { code: 'T8', name: '8 号桌' };
const delivery = { feeFen: 500, minimumFen: 3_000 };

test.each([
  ['a table', { pickup: true, delivery }, table, ['table', 'pickup']],
  ['a table where nothing is fetched', { pickup: false, delivery }, table, ['table']],
  ['a shop that does both', { pickup: true, delivery }, null, ['pickup', 'delivery']],
  ['a shop that delivers', { pickup: false, delivery }, null, ['delivery']],
  ['a shop that does not', { pickup: true, delivery: null }, null, ['pickup']],
  ['a shop with tables alone', { pickup: false, delivery: null }, null, []],
] as const)('at %s', (_where, offers, at, fulfilments) => {
  expect(fulfilmentsAt({ shop: { ...shop, ...offers }, table: at })).toEqual(fulfilments);
});
