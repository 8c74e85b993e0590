import type { Order, OrderStatus } from './types.ts';

const NUMBERS = {
  pending_payment: 1,
  paid: 2,
  accepted: 3,
  ready: 3,
  delivering: 4,
  completed: 5,
  cancelled: 6,
} as const satisfies Record<OrderStatus, number>;

/**
 * The state of an order by the numbers that takeaway systems know. `status`: 1 pending payment, 2 to be confirmed,
 * 3 confirmed, 4 delivering, 5 completed, 6 cancelled. `payStatus`: 0 unpaid, 1 paid, 2 refunded in full.
 */
export function takeawayNumbers({
  status,
  paidAt,
  totalFen,
  refunds,
}: Pick<Order, 'status' | 'paidAt' | 'totalFen' | 'refunds'>): Order['takeaway'] {
  // What was paid once too often comes back, and the order stays paid.
  const returnedFen = refunds
    .filter(({ state, cause }) => state === 'succeeded' && cause !== 'paid_twice')
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  const isReturned = returnedFen > 0 && returnedFen >= totalFen;
  const paid = paidAt === null ? 0 : 1;
  return { status: NUMBERS[status], payStatus: isReturned ? 2 : paid };
}
