import type { Tx } from '../platform/database.ts';
import { askRefund } from './ask-refund.ts';
import { paymentErrors } from './payment-errors.ts';
import { findRefund, isReplaced } from './refund-store.ts';

/**
 * Begins a refund that WeChat closed under a new number, because somebody wants it. The caller holds the order's
 * lock.
 * @throws refund_not_failed, refund_too_much, refund_too_many
 */
export async function replaceRefund(
  tx: Tx,
  id: number,
  { by, now, token }: { by: string; now: Date; token: string },
): Promise<void> {
  const refund = await findRefund(tx, id);
  if (refund?.state !== 'closed' || (await isReplaced(tx, id))) throw paymentErrors.refund_not_failed();
  const { tradeId, orderId, outTradeNo, notifyUrl, amountFen, cause, reason } = refund;
  await askRefund(tx, {
    trade: { id: tradeId, orderId, outTradeNo, notifyUrl },
    ...{ amountFen, cause, reason, by, now, token },
    replaces: { refund, asked: true },
  });
}
