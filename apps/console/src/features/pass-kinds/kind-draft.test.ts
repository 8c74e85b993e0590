import { expect, test } from 'vitest';
import { aPassKind } from '../../testing/passes.ts';
import { draftOf, fieldsOf, problemOf } from './kind-draft.ts';

test('the draft of a kind gives back what it is, when nothing was typed', () => {
  const { id, version, ...fields } = aPassKind(1, { priceFen: 8_850, maxPerBuyer: 2, validDays: null });
  expect(fieldsOf(draftOf({ ...fields, id, version }))).toEqual(fields);
});

test('what is left empty is without a limit', () => {
  const draft = { ...draftOf(undefined), name: ' 洗车 ', price: '150', visits: '10' };
  expect(problemOf(draft)).toBeUndefined();
  expect(fieldsOf(draft)).toMatchObject({
    name: '洗车',
    priceFen: 15_000,
    validDays: null,
    maxPerBuyer: null,
  });
});

test.each([
  ['name', { name: ' ' }],
  ['price', { price: '0' }],
  ['price', { price: '5000.01' }],
  ['visits', { visits: '' }],
  ['visits', { visits: '1001' }],
  ['validDays', { validDays: '0' }],
  ['maxPerBuyer', { maxPerBuyer: '二' }],
])('the draft of a kind says what is wrong: %s', (field, typed) => {
  expect(problemOf({ ...draftOf(aPassKind(1)), ...typed })).toBe(field);
});
