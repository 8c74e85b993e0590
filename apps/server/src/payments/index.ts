/** Trades through which orders are paid, and WeChat's word on them. */
export { createForgeries } from './forgeries.ts';
export type { Forgeries } from './forgeries.ts';
export { paymentErrors } from './payment-errors.ts';
export { prepareTrade } from './prepare-trade.ts';
export { recordRefusal } from './record-refusal.ts';
export type { ReceivedNotification } from './record-refusal.ts';
export { isPaid, settleTrade } from './settle-trade.ts';
export type { Testimony } from './settle-trade.ts';
export { hastenTrades, takeDueTrades } from './take-due-trades.ts';
export { updateTrade as moveTrade } from './trade-store.ts';
export type { DueTrade, Trade } from './trade.ts';
