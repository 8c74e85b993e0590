import { expect, test } from 'vitest';
import { makeKind } from '../testing/passes.ts';
import { kindTerms, visitPriceFen } from './kind-words.ts';

const t = (key: string, values?: object) => `${key} ${JSON.stringify(values ?? {})}`;

test.each([
  [null, 'passes.forEver {}'],
  [30, 'passes.forDays {"days":30}'],
  [365, 'passes.forYears {"years":1}'],
  [366, 'passes.forYears {"years":1}'],
  [400, 'passes.forDays {"days":400}'],
  [1_096, 'passes.forYears {"years":3}'],
])('a kind that is good for %s days says %s', (validDays, words) => {
  expect(kindTerms(t, makeKind({ validDays }))[0]).toBe(words);
});

test('a visit’s price is its share, rounded', () => {
  expect(visitPriceFen({ priceFen: 1_000, visits: 3 })).toBe(333);
});
