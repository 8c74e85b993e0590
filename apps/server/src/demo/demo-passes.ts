import type { SavePassKind } from '@carillon/contract';

/**
 * What the demo shop sells of passes: ten bowls for the price of eight and a half, and ten drinks for that of seven.
 * Where a pass may end at all, the law wants three years of it: docs/passes.md.
 */
export const demoPasses: readonly SavePassKind[] = [
  {
    ...{ name: '担担面十碗卡', terms: '二两担担面，每次一碗，堂食或自取。加料另付。', visits: 10 },
    ...{ priceFen: 153_00, validDays: 1_096, refundable: true, maxPerBuyer: null, onSale: true },
  },
  {
    ...{ name: '酸梅汤十杯卡', terms: '冰的、常温都行，每次一杯。每人最多两张。', visits: 10 },
    ...{ priceFen: 56_00, validDays: null, refundable: true, maxPerBuyer: 2, onSale: true },
  },
];
