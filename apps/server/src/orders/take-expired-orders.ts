import type { Context } from '../platform/context.ts';
import { takeUnpaid } from './order-end-store.ts';

/** Orders that one round ends at most; what is left is taken by the next, or by another node. */
const MAX_ORDERS_PER_ROUND = 50;
/** How long after its time an order is ended: a payment may have won the race by a hair, and is on its way to us. */
const EXPIRY_GRACE_MS = 60_000;
/** An order that could not be ended, because WeChat did not say how its trade stands, is tried again after this. */
const EXPIRY_RETRY_MS = 30_000;

/** Takes orders that were not paid in time. Each is taken once per half minute, by one node. Returns their ids. */
export async function takeExpiredOrders({
  database,
  clock,
}: Pick<Context, 'database' | 'clock'>): Promise<number[]> {
  const now = clock.now();
  return takeUnpaid(database.db, {
    now,
    expiredAt: new Date(now.getTime() - EXPIRY_GRACE_MS),
    retryAt: new Date(now.getTime() + EXPIRY_RETRY_MS),
    limit: MAX_ORDERS_PER_ROUND,
  });
}
