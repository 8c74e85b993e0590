import type { PayClient } from '@carillon/wechat';
import { lockOrder, takeExpiredOrders } from '../orders/index.ts';
import { findOpenTrade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { fewAtATime } from '../platform/few-at-a-time.ts';
import { callOffOrder } from './call-off-order.ts';
import { endPaying } from './end-paying.ts';

interface ExpiryParts {
  readonly context: Context;
  /** Undefined when the server has no merchant's credentials. */
  readonly pay: PayClient | undefined;
}

/** Orders that are ended at the same time, and so the most database connections a round can hold. */
const MAX_CONCURRENT_ENDS = 5;

/**
 * Ends the orders that were not paid in time: asks WeChat about the open trade, closes it there, asks again, and
 * only then gives the stock back. A payment that won the race wins. An order whose trade WeChat does not tell of
 * keeps its stock, and is tried again.
 */
export async function expireOrders({ context, pay }: ExpiryParts): Promise<void> {
  const orderIds = await takeExpiredOrders(context);
  await fewAtATime(orderIds, MAX_CONCURRENT_ENDS, async (orderId) => {
    try {
      await endPaying({ context, pay }, orderId);
      if (await expire(context, orderId)) context.logger.info({ orderId }, 'an order was not paid in time');
    } catch (error) {
      const reason = error instanceof AppError ? error.code : undefined;
      context.logger.warn({ orderId, reason, err: error }, 'an order could not be ended');
    }
  });
}

/** Returns whether the order was ended: not when it was paid meanwhile, or can be paid again. */
async function expire(context: Context, orderId: number): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order?.status !== 'pending_payment') return false;
    if ((await findOpenTrade(tx, orderId)) !== undefined) return false;
    await callOffOrder(tx, context, { order, reason: 'expired', note: '', by: 'system' });
    return true;
  });
}
