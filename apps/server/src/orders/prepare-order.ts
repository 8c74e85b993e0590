import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { moveAsStaff } from './move-as-staff.ts';

/**
 * Says that an accepted order is ready: to be fetched, or to be brought to its table.
 * @throws order_not_found, order_is_delivered, order_not_paid, order_not_accepted, order_already_… (with who did, and when),
 *   order_cancelled
 */
export async function prepareOrder(
  context: Context,
  orderId: number,
  staff: StaffVisitor,
): Promise<OrderReply> {
  return moveAsStaff(context, 'prepare', { orderId, staff });
}
