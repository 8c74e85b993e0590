import { expect, test } from 'vitest';
import { sumUp } from './sum-up.ts';

const delivery = { feeFen: 500, minimumFen: 3_000 };

test.each([
  ['adds the fee to what is brought', 3_000, 'delivery', [500, 3_500, 0]],
  ['says what is missing, not counting the fee', 1_800, 'delivery', [500, 2_300, 1_200]],
  ['asks nothing more for what is fetched', 1_800, 'pickup', [0, 1_800, 0]],
  ['asks nothing more at a table', 1_800, 'table', [0, 1_800, 0]],
] as const)('%s', (_what, goodsFen, fulfilment, [deliveryFeeFen, totalFen, missingFen]) => {
  expect(sumUp(goodsFen, fulfilment, delivery)).toEqual({ goodsFen, deliveryFeeFen, totalFen, missingFen });
});
