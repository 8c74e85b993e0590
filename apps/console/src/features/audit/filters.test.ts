import { expect, test } from 'vitest';
import { noFilters, readFilters, toQuery, writeFilters } from './filters.ts';

const filters = {
  staff: '7',
  action: 'acceptOrder',
  subject: 'order:17',
  from: '2026-11-01',
  to: '2026-11-20',
};

test('filters come back from the address that was written for them, and ask the server', () => {
  expect(readFilters(writeFilters(filters))).toEqual(filters);
  const { staff, ...others } = filters;
  expect(toQuery(filters)).toEqual({ ...others, staffId: Number(staff) });
  expect(toQuery(noFilters)).toEqual({});
});

test('what makes no sense in an address is left out', () => {
  const query = { staff: '-1', action: 'a b', subject: 'order', from: 'x', to: ['2026-11-01'] };
  expect(readFilters(query)).toEqual(noFilters);
});
