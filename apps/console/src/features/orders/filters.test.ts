import { expect, test } from 'vitest';
import { noFilters, readFilters, toQuery, writeFilters } from './filters.ts';
import type { OrderFilters } from './filters.ts';

const filters: OrderFilters = {
  ...{ search: '8号桌', only: 'completed', fulfilment: 'table' },
  ...{ from: '2026-11-01', to: '2026-11-20', min: '10', max: '99.5' },
};

test('filters come back from the address that was written for them', () => {
  expect(readFilters(writeFilters(filters))).toEqual(filters);
  expect(writeFilters(noFilters)).toEqual({});
});

test('what makes no sense in an address is left out', () => {
  const query = {
    search: ['a'],
    only: 'some',
    fulfilment: 'air',
    from: '2026-02-30',
    to: 'x',
    min: '-1',
    max: 'y',
  };
  expect(readFilters(query)).toEqual(noFilters);
});

test('the server is asked in fen, and for nothing that leaves nothing out', () => {
  const { min, max, ...asItIs } = filters;
  expect([min, max]).toEqual(['10', '99.5']);
  expect(toQuery(filters)).toEqual({ ...asItIs, minFen: 1000, maxFen: 9950 });
  expect(toQuery(noFilters)).toEqual({});
});
