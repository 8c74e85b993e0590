import type { Tx } from '../platform/database.ts';
import { askRefund } from './ask-refund.ts';
import type { RefundWish } from './ask-refund.ts';
import { paymentErrors } from './payment-errors.ts';
import { postRefund } from './post-money.ts';
import { countRefunds, insertRefund, updateRefund, updateTrouble } from './refund-store.ts';
import { MAX_REFUNDS_PER_TRADE, makeOutRefundNo, refundStates } from './refund.ts';

/**
 * Gives money back as `askRefund` does; but when WeChat takes no more refunds of the trade, the refund is written down
 * as one that failed: it is shown, and waits for somebody to give the money back by hand. The caller holds the order's
 * lock.
 * @throws refund_too_much
 */
export async function askOrLeaveRefund(tx: Tx, wish: RefundWish): Promise<void> {
  const { trade, amountFen, cause, reason, by, now } = wish;
  if ((await countRefunds(tx, trade.id)) < MAX_REFUNDS_PER_TRADE) {
    await askRefund(tx, wish);
    return;
  }
  const id = await insertRefund(tx, {
    ...{ tradeId: trade.id, orderId: trade.orderId, amountFen, cause, reason },
    outRefundNo: makeOutRefundNo(trade.outTradeNo, wish.token),
    notifyUrl: trade.notifyUrl,
    askedBy: by,
    askedAt: now,
    nextAttemptAt: now,
  });
  const refund = { id, tradeId: trade.id, amountFen, cause, state: refundStates.initial };
  await postRefund(tx, 'asked', { refund, at: now });
  await updateRefund(tx, id, { move: 'close', settledAt: now });
  await postRefund(tx, 'closed', { refund, at: now });
  const { code: error } = paymentErrors.refund_too_many();
  await updateTrouble(tx, { id, state: 'closed' }, { error, refused: false });
}
