import type { RefundBook } from '../pay/refund-book.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { BillDay } from './bill-day.ts';
import { paymentRow, refundRow } from './bill-row.ts';
import type { BillRow } from './bill-row.ts';
import type { BillType } from './write-bill.ts';

/** What was paid and what was applied to be refunded on that day, in order. */
export function collectRows(
  { trades, refunds }: { trades: TradeBook; refunds: RefundBook },
  { startsAt, endsAt }: BillDay,
  type: BillType,
): BillRow[] {
  const payments = type === 'REFUND' ? [] : trades.all().flatMap((trade) => paymentRow(trade) ?? []);
  const backs =
    type === 'SUCCESS'
      ? []
      : refunds.all().flatMap((refund) => {
          const trade = trades.get(refund.outTradeNo);
          return (trade && refundRow(refund, trade)) ?? [];
        });
  return [...payments, ...backs]
    .filter(({ at }) => at >= startsAt && at < endsAt)
    .sort((a, b) => a.at - b.at);
}
