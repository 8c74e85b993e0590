import type { OrderRefund } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { selectStandingRefunds } from './refund-store.ts';
import { shownState } from './refund.ts';

/** An order's refunds as pages are shown them, the oldest first. */
export async function listShownRefunds(executor: Executor, orderId: number): Promise<OrderRefund[]> {
  const refunds = await selectStandingRefunds(executor, orderId);
  return refunds.map((refund) => {
    const { id, amountFen, cause, reason, askedAt, settledAt } = refund;
    const state = shownState(refund);
    const endedAt = state === 'succeeded' ? settledAt : null;
    return {
      ...{ id, amountFen, cause, state, reason },
      askedAt: askedAt.toISOString(),
      settledAt: endedAt?.toISOString() ?? null,
    };
  });
}
