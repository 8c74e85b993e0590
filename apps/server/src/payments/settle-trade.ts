import type { Trade as WeChatTrade } from '@carillon/wechat';
import type { Tx } from '../platform/database.ts';
import { CURRENCY } from './currency.ts';
import { insertNotification } from './notification-store.ts';
import { paymentErrors } from './payment-errors.ts';
import { findTrade, updateTrade } from './trade-store.ts';
import type { Trade } from './trade.ts';

/** What WeChat Pay says of one of our trades, verified to be its word for our merchant and app. */
export interface Testimony {
  readonly trade: WeChatTrade;
  /** Of the notification that said so; left out when WeChat was asked. */
  readonly notificationId?: string;
  readonly receivedAt: Date;
}

/** `paid` now for the first time, or a repetition of what was known. */
export interface Settlement {
  readonly outcome: 'paid' | 'repeated';
  /** As it was before. */
  readonly trade: Trade;
  /** When WeChat took the money. */
  readonly paidAt: Date;
}

/**
 * Settles a trade that WeChat says is paid, once: its number must be ours, and state, currency and amount what
 * was asked for. The order comes from our own record of the trade, never from who happens to be calling.
 * Of many that settle at once, one gets `paid`.
 * @throws notification_unreadable, notification_unpaid, notification_unknown_trade, notification_wrong_amount, notification_contradicts
 */
export async function settleTrade(tx: Tx, testimony: Testimony): Promise<Settlement> {
  refuseStrangeNumbers(testimony);
  const { outTradeNo, tradeState, transactionId, amountFen, currency } = testimony.trade;
  if (!isPaid(testimony.trade) || transactionId === undefined) {
    throw paymentErrors.notification_unpaid({ tradeState });
  }
  const trade = await findTrade(tx, outTradeNo);
  if (trade === undefined) throw paymentErrors.notification_unknown_trade({ outTradeNo });
  if (amountFen !== trade.amountFen || currency !== CURRENCY) {
    const expected = { amountFen: trade.amountFen, currency: CURRENCY };
    throw paymentErrors.notification_wrong_amount({ outTradeNo, expected, given: { amountFen, currency } });
  }
  const isFirst = await isFirstTestimony(tx, testimony, transactionId);
  const { successTime } = testimony.trade;
  const paidAt = successTime === undefined ? testimony.receivedAt : new Date(successTime);
  if (isFirst && (await updateTrade(tx, trade.id, { move: 'pay', transactionId, paidAt }))) {
    return { outcome: 'paid', trade, paidAt };
  }
  const known = await findTrade(tx, outTradeNo);
  if (known?.state !== 'paid' || known.transactionId !== transactionId) {
    const details = { outTradeNo, known: known?.transactionId, given: transactionId };
    throw paymentErrors.notification_contradicts(details);
  }
  return { outcome: 'repeated', trade: known, paidAt };
}

/** Whether a trade's money was taken: one that was refunded since was paid, too. */
export function isPaid({ tradeState }: Pick<WeChatTrade, 'tradeState'>): boolean {
  return tradeState === 'SUCCESS' || tradeState === 'REFUND';
}

/** WeChat's numbers have at most 36 of few characters; PostgreSQL could not even look up one with NUL in it. */
function refuseStrangeNumbers({ notificationId, trade }: Testimony): void {
  const { outTradeNo, transactionId } = trade;
  for (const [name, number] of Object.entries({ notificationId, outTradeNo, transactionId })) {
    if (number === undefined || /^[\x21-\x7e]{1,64}$/.test(number)) continue;
    throw paymentErrors.notification_unreadable({ reason: 'not_a_number_of_wechat', name });
  }
}

async function isFirstTestimony(tx: Tx, testimony: Testimony, transactionId: string): Promise<boolean> {
  const { notificationId: id, receivedAt, trade } = testimony;
  if (id === undefined) return true;
  return insertNotification(tx, { id, transactionId, outTradeNo: trade.outTradeNo, receivedAt });
}
