import { expect, test } from 'vitest';
import { placeQuery, readAddress, readPlaceAddress } from './place-address.ts';

test.each([
  ['a table’s mini program code', { scene: 'T8%2B' }, { tableCode: 'T8+' }],
  [
    'a table’s printed address',
    { q: encodeURIComponent('https://shop.example/t/T%208?x=1') },
    { tableCode: 'T 8' },
  ],
  ['a shop’s printed address', { q: encodeURIComponent('https://shop.example/shops/3') }, { shopId: 3 }],
  ['another page', { table: 'T8' }, { tableCode: 'T8' }],
  ['the list of shops', { shop: '3' }, { shopId: 3 }],
  ['nothing', {}, undefined],
  ['an address of another kind', { q: encodeURIComponent('https://shop.example/orders/3') }, undefined],
  ['a shop that is none', { shop: '-1' }, undefined],
])('the place is read from %s', (_what, query, address) => {
  expect(readPlaceAddress(query)).toEqual(address);
});

test('one page leads to the other at the same place', () => {
  expect([placeQuery({ tableCode: 'T 8' }), placeQuery({ shopId: 3 })]).toEqual(['table=T%208', 'shop=3']);
});

test('what was scanned is an address or it is not', () => {
  expect(readAddress('T8')).toBeUndefined();
});
