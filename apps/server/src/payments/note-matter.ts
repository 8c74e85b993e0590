import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { upsertMatter } from './matter-store.ts';
import { findRefundByNumber } from './refund-store.ts';
import { findTrade } from './trade-store.ts';

/** What WeChat says of a payment or a refund of ours, and our books cannot hold. */
const CODES: readonly string[] = ['notification_contradicts', 'notification_wrong_amount'];

/**
 * Writes down that WeChat's word was refused because it contradicts our books, so that somebody looks into it, however
 * the word came: by a notification, which WeChat stops repeating after a day, or by asking. Other errors are let be.
 */
export async function noteMatter(
  { database: { db }, clock }: Pick<Context, 'database' | 'clock'>,
  error: unknown,
): Promise<void> {
  if (!(error instanceof AppError) || !CODES.includes(error.code)) return;
  const { code, details: detail } = error;
  const { outRefundNo, outTradeNo } = (detail ?? {}) as Record<string, unknown>;
  const refund = typeof outRefundNo === 'string' ? await findRefundByNumber(db, outRefundNo) : undefined;
  const number = refund?.outTradeNo ?? outTradeNo;
  const trade = typeof number === 'string' ? await findTrade(db, number) : undefined;
  if (trade === undefined) return;
  const { shopId, orderId } = trade;
  const of = refund
    ? ({ subject: 'refund', number: refund.outRefundNo } as const)
    : ({ subject: 'payment', number: trade.outTradeNo } as const);
  await upsertMatter(db, { shopId, orderId, ...of, code, detail, at: clock.now() });
}
