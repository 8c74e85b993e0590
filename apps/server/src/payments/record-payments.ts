import type { Tx } from '../platform/database.ts';
import { updateRightlyTold } from './matter-store.ts';
import { paymentErrors } from './payment-errors.ts';
import { insertPayments } from './payment-store.ts';
import type { Holder } from './posting-store.ts';
import type { Payment } from './testimony.ts';
import type { Trade } from './trade.ts';

/** A payment that is told of for the first time, and the trade it pays, whose lock the transaction holds. */
export interface NewPayment extends Payment {
  readonly trade: Trade;
}

/**
 * Records new payments, all or none: each is the one its notification counts for, its trade is paid, and its money is
 * posted, for its order or for nothing. What was to be looked into because WeChat had said otherwise is settled by that.
 * @throws notification_contradicts when a notification or a transaction has counted for another trade before
 */
export async function recordPayments(tx: Tx, payments: readonly NewPayment[], holder: Holder): Promise<void> {
  if ((await insertPayments(tx, payments, holder)) !== payments.length) {
    const given = payments.map(({ outTradeNo, transactionId }) => ({ outTradeNo, transactionId }));
    throw paymentErrors.notification_contradicts({ known: 'other trades', given });
  }
  const numbers = payments.map(({ outTradeNo }) => outTradeNo);
  const [first] = payments;
  if (first) await updateRightlyTold(tx, { subject: 'payment', numbers, at: first.receivedAt });
}
