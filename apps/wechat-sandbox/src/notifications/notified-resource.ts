import { toRefundNotice } from '../pay/refund.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import { toTransactionResource } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { Notification } from './notification.ts';

/** What a notification holds encrypted: a payment or a refund. Named are the fields that faults change. */
export interface NotifiedResource {
  [field: string]: unknown;
  mchid: string;
  amount: object;
}

/** Undefined when trade or refund are no longer remembered. A payment is told as it was when it was made. */
export function notifiedResource(
  { outTradeNo, refund }: Notification,
  { trades, refunds, mchid }: { trades: TradeBook; refunds: RefundBook; mchid: string },
): NotifiedResource | undefined {
  if (refund) {
    const found = refunds.get(refund.outRefundNo);
    return found && toRefundNotice(found, mchid, refund.outcome);
  }
  const trade = trades.get(outTradeNo);
  return trade && toTransactionResource({ ...trade, state: 'SUCCESS' });
}
