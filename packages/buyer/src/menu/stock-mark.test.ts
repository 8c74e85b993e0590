import { expect, test } from 'vitest';
import { FEW_LEFT, stockMark } from './stock-mark.ts';

test('says nothing while there is enough', () => {
  expect([null, FEW_LEFT + 1].map((stock) => stockMark({ stock }))).toEqual([undefined, undefined]);
});

test('says how few are left, and when none is', () => {
  expect([FEW_LEFT, 1, 0].map((stock) => stockMark({ stock }))).toEqual([
    { name: 'few', left: FEW_LEFT },
    { name: 'few', left: 1 },
    { name: 'soldOut' },
  ]);
});
