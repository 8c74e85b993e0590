import type { OrderSettlement, ShippingReminder } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { updateDue, updateSettled } from './shipping-store.ts';
import { ATTEMPT_LEASE_MS } from './shipping.ts';

/**
 * Writes down what WeChat tells of a payment's shipping: that it is settled; or that it still waits, whereupon the upload
 * is tried at once if it had failed, and soon if it waits.
 * @returns the order that it is about; undefined when it says nothing new of any of ours
 */
export async function hearOfShipping(
  { database, clock, logger }: Context,
  news: OrderSettlement | ShippingReminder,
): Promise<number | undefined> {
  const { transactionId } = news;
  if (news.kind === 'order-settlement') {
    if (news.settledAt === undefined) return undefined;
    return updateSettled(database.db, transactionId, new Date(news.settledAt));
  }
  const now = clock.now();
  const leasesEnd = new Date(now.getTime() + ATTEMPT_LEASE_MS);
  const orderId = await updateDue(database.db, transactionId, { now, leasesEnd });
  // Not completed yet, or paid elsewhere: nothing is known of it here that could be uploaded.
  logger.warn({ orderId, transactionId }, 'WeChat reminds of a payment whose shipping is not uploaded');
  return orderId;
}
