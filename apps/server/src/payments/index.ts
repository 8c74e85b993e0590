/** Trades through which orders are paid, refunds of them, WeChat's word on both, and the books of the money. */
export { askOrLeaveRefund } from './ask-or-leave-refund.ts';
export { askRefund } from './ask-refund.ts';
export { checkBooks } from './check-books.ts';
export { createForgeries } from './forgeries.ts';
export type { Forgeries } from './forgeries.ts';
export { holdRefund } from './hold-refund.ts';
export { judgePayment } from './judge-payment.ts';
export { leaseCode } from './lease-code.ts';
export { listShownRefunds } from './list-shown-refunds.ts';
export { countOpenMatters, selectMatters } from './matter-store.ts';
export { noteMatter } from './note-matter.ts';
export { paymentErrors } from './payment-errors.ts';
export { countFailedRefunds, selectPayments, sumRefunds } from './payment-list-store.ts';
export { prepareTrade } from './prepare-trade.ts';
export { readBooked } from './read-booked.ts';
export { recordPayments } from './record-payments.ts';
export type { NewPayment } from './record-payments.ts';
export { recordRefusal } from './record-refusal.ts';
export type { ReceivedNotification } from './record-refusal.ts';
export {
  findRefund,
  findRefundByKey,
  findRefundByNumber,
  isReplaced,
  updateDue as makeRefundDue,
  updateTrouble as noteRefundTrouble,
} from './refund-store.ts';
export { shownState } from './refund.ts';
export type { Refund, RefundCause } from './refund.ts';
export { replaceRefund } from './replace-refund.ts';
export { settleByHand } from './settle-by-hand.ts';
export { settleMatter } from './settle-matter.ts';
export { settleRefund } from './settle-refund.ts';
export { takeDueRefunds } from './take-due-refunds.ts';
export { hastenTrades, takeDueTrades } from './take-due-trades.ts';
export { takeHintedTrade } from './take-hinted-trade.ts';
export { isPaid, readTestimony } from './testimony.ts';
export type { Payment } from './testimony.ts';
export {
  findClaimedTrade,
  findOpenTrade,
  findTrade,
  lockTrades,
  updateTrade as moveTrade,
} from './trade-store.ts';
export { QUERY_INTERVAL_MS, TRADE_GRACE_MS } from './trade.ts';
export type { DueTrade, Payer, Trade } from './trade.ts';
