import type { AppError } from '../platform/errors.ts';
import { CURRENCY } from './currency.ts';
import { paymentErrors } from './payment-errors.ts';
import type { Payment } from './testimony.ts';
import type { Trade } from './trade.ts';

/**
 * Says what a payment that WeChat tells of means for its trade, as it stands under its lock: it is `new`, or `known`
 * since before; or why it cannot be believed, notification_wrong_amount or notification_contradicts. Money that WeChat
 * took is taken, whatever we believed of the trade.
 */
export function judgePayment(payment: Payment, trade: Trade): 'new' | 'known' | AppError {
  const { outTradeNo, amountFen, currency, transactionId } = payment;
  if (amountFen !== trade.amountFen || currency !== CURRENCY) {
    const expected = { amountFen: trade.amountFen, currency: CURRENCY };
    return paymentErrors.notification_wrong_amount({ outTradeNo, expected, given: { amountFen, currency } });
  }
  if (trade.state !== 'paid') return 'new';
  if (trade.transactionId === transactionId) return 'known';
  const details = { outTradeNo, known: trade.transactionId, given: transactionId };
  return paymentErrors.notification_contradicts(details);
}
