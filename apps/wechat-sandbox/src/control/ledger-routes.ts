import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBillDay } from '../bills/bill-day.ts';
import { collectRows } from '../bills/collect-rows.ts';
import { PhoneError } from '../people/phone-errors.ts';
import { refundOutcomeSchema } from '../pay/refund.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import type { RefundSettler } from '../pay/settle-refunds.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { BillView } from './api-types.ts';
import { toBillLineView, toRefundView } from './views.ts';

const REFUND_LIST_LIMIT = 200;
const refundParams = z.object({ outRefundNo: z.string() });
const dayParams = z.object({ date: z.string() });
const settleBody = z.object({ outcome: refundOutcomeSchema.default('SUCCESS') });

/** Shows refunds and the bill of a day, and brings a refund to its outcome by hand. */
export function ledgerRoutes(
  scope: FastifyInstance,
  { trades, refunds, settler }: { trades: TradeBook; refunds: RefundBook; settler: RefundSettler },
): void {
  scope.get('/refunds', () => ({ refunds: refunds.all().slice(0, REFUND_LIST_LIMIT).map(toRefundView) }));
  scope.post('/refunds/:outRefundNo/settle', (request) => {
    const { outRefundNo } = refundParams.parse(request.params);
    const { outcome } = settleBody.parse(request.body ?? {});
    const refund = refunds.get(outRefundNo);
    if (!refund) throw new PhoneError('refund_unknown', `There is no refund "${outRefundNo}".`);
    if (refund.status !== 'PROCESSING') {
      throw new PhoneError(
        'refund_finished',
        `This refund is ${refund.status} already. Nothing was changed.`,
      );
    }
    return { refund: toRefundView(settler.settle(refund, outcome)) };
  });
  scope.get('/bills/:date', (request): BillView => {
    const { date } = dayParams.parse(request.params);
    const day = readBillDay(date);
    if (!day) throw new PhoneError('invalid_request', `"${date}" is no day. Write it as 2026-11-21.`);
    const rows = collectRows({ trades, refunds }, day, 'ALL');
    return { date, readyAt: new Date(day.readyAt).toISOString(), lines: rows.map(toBillLineView) };
  });
}
