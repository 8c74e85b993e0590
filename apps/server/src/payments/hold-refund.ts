import { WeChatError } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { paymentErrors } from './payment-errors.ts';
import { endLease, updateLease } from './refund-lease-store.ts';
import type { Refund } from './refund.ts';

/**
 * Far longer than a request to WeChat takes at most, so that what was sent in one lease has arrived, or never will,
 * when the next one begins.
 */
const LEASE_MS = 60_000;

/**
 * Does what gives a refund's money, or says that it was given: to have WeChat give it, to send it to a card, to settle
 * it by hand. Of all nodes one does so at a time, or the money would be given twice. When nobody knows whether WeChat
 * does what it was asked, the refund stays held until it would have been done.
 * @param refund as it was read; it must be in that state still.
 * @param work gets the end of its lease, for `settleByHand`.
 * @throws refund_busy when another one holds it or it was moved on meanwhile; and what `work` throws
 */
export async function holdRefund<Result>(
  { database: { db }, clock }: Pick<Context, 'database' | 'clock'>,
  refund: Pick<Refund, 'id' | 'state'>,
  work: (heldUntil: Date) => Promise<Result>,
): Promise<Result> {
  const now = clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  if (!(await updateLease(db, refund, { now, until }))) throw paymentErrors.refund_busy();
  try {
    const result = await work(until);
    await endLease(db, refund.id, until);
    return result;
  } catch (error) {
    if (isDecided(error)) await endLease(db, refund.id, until);
    throw error;
  }
}

/** Whether nothing is under way any more: WeChat answered, or was not asked. */
function isDecided(error: unknown): boolean {
  return error instanceof AppError || (error instanceof WeChatError && error.outcome !== 'unknown');
}
