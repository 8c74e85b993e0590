import type { Order } from '@carillon/contract';

/** Given back because it came for nothing: not of what was paid for the order. */
const FOR_NOTHING = ['late_payment', 'paid_twice'];

/**
 * What can still be given back of what was paid for an order, in fen, as far as the order tells: a refund that failed
 * counts as given, since it may yet be retried. 0 for one that is not paid or is cancelled.
 */
export function leftFen({ status, paidAt, totalFen, refunds }: Order): number {
  if (paidAt === null || status === 'cancelled') return 0;
  const given = refunds.filter(({ cause }) => !FOR_NOTHING.includes(cause));
  return given.reduce((left, { amountFen }) => left - amountFen, totalFen);
}
