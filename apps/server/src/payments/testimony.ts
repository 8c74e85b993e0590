import type { Trade as WeChatTrade } from '@carillon/wechat';
import { paymentErrors } from './payment-errors.ts';

/** What WeChat Pay says of one of our trades, verified to be its word for our merchant and app. */
export interface Testimony {
  readonly trade: WeChatTrade;
  /** Of the notification that said so; left out when WeChat was asked. */
  readonly notificationId?: string;
  readonly receivedAt: Date;
}

/** A payment as WeChat testifies to it. */
export interface Payment extends Pick<WeChatTrade, 'outTradeNo' | 'amountFen' | 'currency'> {
  readonly transactionId: string;
  /** When WeChat took the money. */
  readonly paidAt: Date;
  readonly notificationId: string | undefined;
  readonly receivedAt: Date;
}

/**
 * Reads which payment a testimony tells of; whether it is one of ours, our books say.
 * @throws notification_unreadable, notification_unpaid
 */
export function readTestimony(testimony: Testimony): Payment {
  refuseStrangeNumbers(testimony);
  const { trade, notificationId, receivedAt } = testimony;
  const { outTradeNo, tradeState, transactionId, amountFen, currency, successTime } = trade;
  if (!isPaid(trade) || transactionId === undefined) throw paymentErrors.notification_unpaid({ tradeState });
  const paidAt = successTime === undefined ? receivedAt : new Date(successTime);
  return { outTradeNo, transactionId, amountFen, currency, paidAt, notificationId, receivedAt };
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
