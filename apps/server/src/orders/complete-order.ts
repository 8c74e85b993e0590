import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { moveAsStaff } from './move-as-staff.ts';

/**
 * Completes an order that was accepted, is ready or on its way: the guest has it.
 * @throws order_not_found, order_not_paid, order_not_accepted, order_already_completed (with who did, and
 *   when), order_cancelled
 */
export async function completeOrder(
  context: Context,
  orderId: number,
  staff: StaffVisitor,
): Promise<OrderReply> {
  return moveAsStaff(context, 'complete', { orderId, staff });
}
