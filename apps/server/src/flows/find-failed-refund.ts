import { accountErrors } from '../accounts/index.ts';
import { findOrder } from '../orders/index.ts';
import { findRefund, isReplaced, paymentErrors, shownState } from '../payments/index.ts';
import type { Refund } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';

export interface FailedRefund {
  readonly refundId: number;
  readonly staff: StaffVisitor;
}

/**
 * Finds a refund that failed, at a shop that this owner or manager manages.
 * @throws refund_not_found, managers_only, refund_not_failed
 */
export async function findFailedRefund(
  { database: { db } }: Pick<Context, 'database'>,
  { refundId, staff }: FailedRefund,
): Promise<Refund> {
  const refund = await findRefund(db, refundId);
  const order = refund && (await findOrder(db, refund.orderId));
  if (refund === undefined || order === undefined || !staff.shopIds.includes(order.shopId)) {
    throw paymentErrors.refund_not_found();
  }
  if (!staff.managedShopIds.includes(order.shopId)) throw accountErrors.managers_only();
  const state = shownState(refund);
  if (state !== 'failed' || (await isReplaced(db, refundId))) {
    throw paymentErrors.refund_not_failed({ state });
  }
  return refund;
}
