import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { moveAsStaff } from './move-as-staff.ts';

/**
 * Accepts a paid order: the kitchen starts. Of several who accept at once, one does.
 * @throws order_not_found, order_not_paid, order_already_accepted (with who did, and when)
 */
export async function acceptOrder(
  context: Context,
  orderId: number,
  staff: StaffVisitor,
): Promise<OrderReply> {
  return moveAsStaff(context, 'accept', { orderId, staff });
}
