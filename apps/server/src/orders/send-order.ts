import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { moveAsStaff } from './move-as-staff.ts';
import type { StaffMoveRequest } from './move-as-staff.ts';

/**
 * Sends an accepted order on its way to the door.
 * @throws order_not_found, order_not_delivered, order_not_paid, order_not_accepted, order_already_… (with who did, and when),
 *   order_cancelled
 */
export async function sendOrder(context: Context, request: StaffMoveRequest): Promise<OrderReply> {
  return moveAsStaff(context, 'send', request);
}
