import { WeChatError } from '@carillon/wechat';
import type { BankCard, PayClient } from '@carillon/wechat';
import type { OrderReply } from '@carillon/contract';
import { readOrder } from '../orders/index.ts';
import { findRefund, holdRefund, makeRefundDue, paymentErrors, replaceRefund } from '../payments/index.ts';
import type { Refund } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { changeRefunds } from './change-refunds.ts';
import { findFailedRefund } from './find-failed-refund.ts';
import type { FailedRefund } from './find-failed-refund.ts';
import { sendRefund } from './send-due-refunds.ts';
import { settleRefund } from './settle-refund.ts';

interface RetryParts {
  readonly context: Context;
  readonly pay: PayClient;
}

/**
 * Goes on with a refund that failed, for an owner or manager: one that WeChat refused is asked for again at once, one
 * that it closed is begun under a new number, and one that the buyer's account did not take goes to a card.
 * @param wanted `card` is only needed for the last, and kept nowhere.
 * @returns the order as it stands then; whether it helped is for the refund to say.
 * @throws refund_not_found, managers_only, refund_not_failed, refund_busy, refund_card_missing, refund_refused, refund_too_much,
 *   refund_too_many, payment_unanswered
 */
export async function retryRefund(
  parts: RetryParts,
  wanted: FailedRefund & { card: BankCard | undefined },
): Promise<OrderReply> {
  const { context } = parts;
  const refund = await findFailedRefund(context, wanted);
  const { orderId } = refund;
  if (refund.state === 'abnormal') await sendToCard(parts, refund, wanted.card);
  else if (refund.state === 'closed') await beginAnew(context, refund, wanted.staff.name);
  else await askAgain(parts, refund);
  return readOrder(context.database, orderId, { buyerId: undefined, shopIds: wanted.staff.shopIds });
}

async function sendToCard(
  { context, pay }: RetryParts,
  refund: Refund,
  card: BankCard | undefined,
): Promise<void> {
  const { refundId, outRefundNo } = refund;
  if (card === undefined || refundId === null) throw paymentErrors.refund_card_missing();
  try {
    await holdRefund(context, refund, async () =>
      settleRefund(context, await pay.applyAbnormalRefund({ refundId, outRefundNo, to: card })),
    );
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    context.logger.warn({ outRefundNo, code: error.code }, 'WeChat Pay did not send a refund to a card');
    if (error.outcome === 'final') throw paymentErrors.refund_refused({ reason: error.code });
    throw paymentErrors.payment_unanswered();
  }
}

async function beginAnew(context: Context, { id, orderId }: Refund, by: string): Promise<void> {
  const { clock, ids } = context;
  await changeRefunds(context, orderId, async (tx) => {
    await replaceRefund(tx, id, { by, now: clock.now(), token: ids.token() });
  });
}

async function askAgain(parts: RetryParts, { id, orderId }: Refund): Promise<void> {
  const { context } = parts;
  await changeRefunds(context, orderId, async (tx) => {
    if (!(await makeRefundDue(tx, id, context.clock.now()))) throw paymentErrors.refund_busy();
  });
  const refund = await findRefund(context.database.db, id);
  if (refund?.state === 'asking') await sendRefund(parts, refund);
}
