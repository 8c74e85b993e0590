import { expect, test } from 'vitest';
import { noFilters, readFilters, writeFilters } from './filters.ts';

test('filters come back from the address that was written for them', () => {
  const filters = { search: '#a1b2', only: 'frozen' } as const;
  expect(readFilters(writeFilters(filters))).toEqual(filters);
  expect(writeFilters(noFilters)).toEqual({});
});

test('what makes no sense in an address is left out', () => {
  expect(readFilters({ search: ['a'], only: 'eaten' })).toEqual(noFilters);
});
