import type { Refund as WeChatRefund } from '@carillon/wechat';
import { findRefundByNumber, noteMatter, paymentErrors, settleRefund as settle } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { changeRefunds } from './change-refunds.ts';

/** What a testimony changed: something, or nothing because it was known before. */
export type RefundOutcome = 'settled' | 'repeated';

/**
 * Settles what WeChat says of a refund, however it was said and however often: its state, its money, and what both
 * sides are shown of it, in one transaction.
 * @throws the refusals of `settleRefund` in payments; nothing is changed then, but that what contradicts our books is
 *   written down for somebody to look at, and so is money that was given back by hand and that WeChat gives, too
 */
export async function settleRefund(
  context: Pick<Context, 'database' | 'clock' | 'ids' | 'logger'>,
  word: WeChatRefund,
): Promise<RefundOutcome> {
  const { database, clock, ids, logger } = context;
  const { outRefundNo, status } = word;
  refuseStrangeNumber(outRefundNo);
  const { orderId } = (await findRefundByNumber(database.db, outRefundNo)) ?? {};
  if (orderId === undefined) throw paymentErrors.notification_unknown_refund({ outRefundNo });
  const { result: outcome } = await changeRefunds(context, orderId, async (tx) =>
    settle(tx, { refund: word, now: clock.now(), token: ids.token() }),
  ).catch(async (error: unknown) => {
    await noteMatter(context, error);
    throw error;
  });
  if (outcome === 'given_twice') {
    logger.error({ orderId, outRefundNo, status }, 'WeChat gives money that was given back by hand');
    throw paymentErrors.notification_contradicts({ outRefundNo, known: 'by_hand', given: status });
  }
  if (outcome === 'repeated') return outcome;
  const level = status === 'CLOSED' || status === 'ABNORMAL' ? 'warn' : 'info';
  logger[level]({ orderId, outRefundNo, status }, 'WeChat told of a refund');
  return outcome;
}

/** PostgreSQL could not even look up a number with NUL in it. */
function refuseStrangeNumber(outRefundNo: string): void {
  if (/^[\x21-\x7e]{1,64}$/.test(outRefundNo)) return;
  throw paymentErrors.notification_unreadable({ reason: 'not_a_number_of_wechat', name: 'outRefundNo' });
}
