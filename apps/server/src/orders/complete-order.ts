import type { Order, OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { moveAsStaff } from './move-as-staff.ts';

export interface Completion {
  readonly orderId: number;
  readonly staff: StaffVisitor;
  /** Has the buyer told of it, once it is certain; in the same transaction, which it never makes fail. */
  readonly tellBuyer: (tx: Tx, order: Order) => Promise<void>;
}

/**
 * Completes an order that was accepted, is ready or on its way: the guest has it.
 * @throws order_not_found, order_not_paid, order_not_accepted, order_already_completed (with who did, and
 *   when), order_cancelled
 */
export async function completeOrder(
  context: Pick<Context, 'database' | 'clock'>,
  { orderId, staff, tellBuyer }: Completion,
): Promise<OrderReply> {
  return moveAsStaff(context, 'complete', { orderId, staff, beforeTold: tellBuyer });
}
