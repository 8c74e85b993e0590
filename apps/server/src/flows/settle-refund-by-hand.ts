import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { OrderReply } from '@carillon/contract';
import { readOrder } from '../orders/index.ts';
import { holdRefund, paymentErrors, settleByHand } from '../payments/index.ts';
import type { Refund } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { changeRefunds } from './change-refunds.ts';
import { findFailedRefund } from './find-failed-refund.ts';
import type { FailedRefund } from './find-failed-refund.ts';
import { settleRefund } from './settle-refund.ts';

/**
 * Writes down that a refund which failed was given back without WeChat, for an owner or manager. WeChat is asked
 * first, while nobody can have it give the money: what it is giving back, or has given, must not be given twice.
 * @param pay undefined when the server has no merchant's credentials any more: then WeChat is not asked, nor will it be.
 * @throws refund_not_found, managers_only, refund_not_failed, refund_busy, refund_too_much, payment_unanswered
 */
export async function settleRefundByHand(
  { context, pay }: { context: Context; pay: PayClient | undefined },
  wanted: FailedRefund & { note: string },
): Promise<OrderReply> {
  const { note, staff } = wanted;
  const refund = await findFailedRefund(context, wanted);
  const { orderId } = refund;
  await holdRefund(context, refund, async (heldUntil) => {
    if (pay !== undefined) await settleAsWeChatSays({ context, pay }, refund);
    // WeChat's word may have been that it did not fail.
    const known = await findFailedRefund(context, wanted);
    await changeRefunds(context, orderId, async (tx) => {
      await settleByHand(tx, known, { by: staff.name, note, heldUntil, now: context.clock.now() });
    });
  });
  return readOrder(context.database, orderId, { buyerId: undefined, shopIds: staff.shopIds });
}

async function settleAsWeChatSays(
  { context, pay }: { context: Context; pay: PayClient },
  { outRefundNo }: Refund,
): Promise<void> {
  try {
    await settleRefund(context, await pay.queryRefund(outRefundNo));
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    // What WeChat never took on it will not give.
    if (error.code === 'wechat_resource_not_exists') return;
    context.logger.warn({ outRefundNo, code: error.code }, 'WeChat Pay did not say how a refund stands');
    throw paymentErrors.payment_unanswered();
  }
}
