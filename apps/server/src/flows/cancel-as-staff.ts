import type { OrderReply, OrderStatus } from '@carillon/contract';
import { accountErrors } from '../accounts/index.ts';
import { findParties, lockOrder, orderErrors, refusalOf } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { callOffOrder } from './call-off-order.ts';

interface StaffCancellation {
  readonly orderId: number;
  /** What the buyer is told. */
  readonly note: string;
  readonly staff: StaffVisitor;
}

/** What the kitchen has begun, and the guest has not got. */
const UNDER_WAY: readonly OrderStatus[] = ['accepted', 'delivering', 'ready'];

/**
 * Rejects a paid order that nobody has accepted, for anybody of the staff: all of it is given back.
 * @throws order_not_found, order_not_paid, order_already_accepted (or wherever it stands), order_cancelled
 */
export async function rejectOrder(context: Context, cancellation: StaffCancellation): Promise<OrderReply> {
  return callOff(context, cancellation, { reason: 'rejected', from: ['paid'] });
}

/**
 * Cancels an order that was accepted, for an owner or manager: what is left of its money is given back.
 * @throws order_not_found, managers_only, order_not_paid, order_not_accepted, order_already_completed,
 *   order_cancelled
 */
export async function cancelOrderAsManager(
  context: Context,
  cancellation: StaffCancellation,
): Promise<OrderReply> {
  return callOff(context, cancellation, { reason: 'shop', from: UNDER_WAY });
}

async function callOff(
  context: Context,
  { orderId, note, staff }: StaffCancellation,
  { reason, from }: { reason: 'rejected' | 'shop'; from: readonly OrderStatus[] },
): Promise<OrderReply> {
  // Before its lock is taken: whose it is not holds nobody up.
  const { shopId } = (await findParties(context.database.db, orderId)) ?? {};
  if (shopId === undefined || !staff.shopIds.includes(shopId)) throw orderErrors.order_not_found();
  if (reason === 'shop' && !staff.managedShopIds.includes(shopId)) throw accountErrors.managers_only();
  return context.database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order === undefined) throw orderErrors.order_not_found();
    if (!from.includes(order.status)) throw refusalOf(order, reason === 'shop' ? 'complete' : 'accept');
    return callOffOrder(tx, context, { order, reason, note, by: staff.name });
  });
}
