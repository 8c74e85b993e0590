import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PhoneError } from '../people/phone-errors.ts';
import { refundOutcomeSchema } from '../pay/refund.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import type { RefundSettler } from '../pay/settle-refunds.ts';
import { toRefundView } from './views.ts';

const REFUND_LIST_LIMIT = 200;
const refundParams = z.object({ outRefundNo: z.string() });
const settleBody = z.object({ outcome: refundOutcomeSchema.default('SUCCESS') });

/** Shows refunds, and brings one to its outcome by hand. */
export function refundRoutes(
  scope: FastifyInstance,
  { refunds, settler }: { refunds: RefundBook; settler: RefundSettler },
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
}
