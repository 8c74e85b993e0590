/** WeChat's bills beside our books: what a day's comparison found, and who settled it. */
export { billErrors } from './bill-errors.ts';
export {
  countOpenDifferences,
  findComparison,
  listComparedDays,
  selectComparisons,
  selectDifferences,
  upsertFailure as recordFailure,
} from './bill-store.ts';
export { compareRows } from './compare-rows.ts';
export type { Difference } from './compare-rows.ts';
export { recordComparison } from './record-comparison.ts';
export { settleDifference } from './settle-difference.ts';
