import { expect, test } from 'vitest';
import { noFilters, readFilters, writeFilters } from './filters.ts';

test('filters come back from the address that was written for them', () => {
  const filters = { search: '017', only: 'failed', from: '2026-11-01', to: '2026-11-20' } as const;
  expect(readFilters({ ...writeFilters(filters) })).toEqual(filters);
});

test('without filters the address stays empty', () => {
  expect(writeFilters(noFilters)).toEqual({});
});

test('what makes no sense in an address is left out', () => {
  const query = { search: ['a'], only: 'some', from: '2026-02-30', to: 'today' };
  expect(readFilters(query)).toEqual(noFilters);
});
