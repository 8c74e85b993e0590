import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { moveAsStaff } from './move-as-staff.ts';
import type { StaffMoveRequest } from './move-as-staff.ts';

/**
 * Says that an accepted order is ready: to be fetched, or to be brought to its table.
 * @throws order_not_found, order_is_delivered, order_not_paid, order_not_accepted, order_already_… (with who did, and when),
 *   order_cancelled
 */
export async function prepareOrder(context: Context, request: StaffMoveRequest): Promise<OrderReply> {
  return moveAsStaff(context, 'prepare', request);
}
