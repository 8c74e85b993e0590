import { expect, test } from 'vitest';
import { deliveryTerms } from './delivery-terms.ts';

const delivery = { feeFen: 500, minimumFen: 3_000 };

test.each([
  ['what is missing', delivery, 1_800, { kind: 'missing', fen: 1_200 }],
  ['the fee, once nothing is', delivery, 3_000, { kind: 'fee', fen: 500 }],
  ['that it costs nothing', { ...delivery, feeFen: 0 }, 3_000, { kind: 'free' }],
])('the cart says %s', (_what, offered, goodsFen, terms) => {
  expect(deliveryTerms(offered, goodsFen)).toEqual(terms);
});
