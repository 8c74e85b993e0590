import { lockOrder } from '../orders/index.ts';
import { findTrade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { callOffOrder } from './call-off-order.ts';

/** What both sides read of it. */
const NOTE = '付款已在微信商户平台退回';

/**
 * Ends an order whose payment was given back on WeChat's side before we had heard of it: whoever did that does not want
 * it made, so nothing rings. To be followed by settling the payment, which then came for nothing.
 */
export async function endRefundedOrder(context: Context, outTradeNo: string): Promise<void> {
  const trade = await findTrade(context.database.db, outTradeNo);
  if (trade === undefined || trade.state === 'paid') return;
  const { orderId } = trade;
  const isEnded = await context.database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order?.status !== 'pending_payment') return false;
    await callOffOrder(tx, context, { order, reason: 'shop', note: NOTE, by: 'system' });
    return true;
  });
  if (isEnded) {
    context.logger.warn({ orderId, outTradeNo }, 'an order was paid, and refunded before we heard of it');
  }
}
