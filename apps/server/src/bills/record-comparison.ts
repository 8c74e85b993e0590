import type { TradeBill } from '@carillon/wechat';
import type { Tx } from '../platform/database.ts';
import { MAX_DIFFERENCES, insertDifferences, settleGone, upsertComparison } from './bill-store.ts';
import type { Difference } from './compare-rows.ts';

/**
 * Writes down how a day's bill compared with our books: its differences are added to those that are known, and
 * those that are gone are settled by that. Of more than anybody can look through, the first are kept and the others
 * counted.
 */
export async function recordComparison(
  tx: Tx,
  {
    day,
    at,
    bill,
    differences,
  }: { day: string; at: Date; bill: TradeBill; differences: readonly Difference[] },
): Promise<void> {
  const refunds = bill.rows.filter(({ tradeState }) => tradeState === 'REFUND').length;
  await upsertComparison(tx, {
    day,
    state: differences.length === 0 ? 'matched' : 'differs',
    comparedAt: at,
    payments: bill.rows.length - refunds,
    paymentsFen: bill.summary.amountFen,
    refunds,
    refundsFen: bill.summary.appliedRefundFen,
    error: null,
    leftOut: Math.max(differences.length - MAX_DIFFERENCES, 0),
  });
  await settleGone(tx, { day, at, found: differences });
  await insertDifferences(tx, { day, at, differences: differences.slice(0, MAX_DIFFERENCES) });
}
