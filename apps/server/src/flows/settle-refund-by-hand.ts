import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { OrderReply } from '@carillon/contract';
import { readOrder } from '../orders/index.ts';
import { paymentErrors, settleByHand } from '../payments/index.ts';
import type { Refund } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { changeRefunds } from './change-refunds.ts';
import { findFailedRefund } from './find-failed-refund.ts';
import type { FailedRefund } from './find-failed-refund.ts';
import { settleRefund } from './settle-refund.ts';

/**
 * Writes down that a refund which failed was given back without WeChat, for an owner or manager. WeChat is asked
 * first: money that it is giving back, or has given, must not be given twice.
 * @throws refund_not_found, managers_only, refund_not_failed, refund_too_much, payment_unanswered
 */
export async function settleRefundByHand(
  { context, pay }: { context: Context; pay: PayClient },
  wanted: FailedRefund & { note: string },
): Promise<OrderReply> {
  const { note, staff } = wanted;
  await settleAsWeChatSays({ context, pay }, await findFailedRefund(context, wanted));
  // WeChat's word may have been that it did not fail.
  const { id, orderId } = await findFailedRefund(context, wanted);
  await changeRefunds(context, orderId, async (tx) => {
    await settleByHand(tx, id, { by: staff.name, note, now: context.clock.now() });
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
