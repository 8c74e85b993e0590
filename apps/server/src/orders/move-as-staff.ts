import type { Order, OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { findStaffOrder } from './find-staff-order.ts';
import { moveOrder } from './move-order.ts';
import type { StaffMove } from './move-order.ts';
import { refusalOf } from './refuse-move.ts';

export interface StaffMoveRequest {
  readonly orderId: number;
  readonly staff: StaffVisitor;
  /** What else is done in the same transaction, once the order was moved and before that is told. */
  readonly beforeTold?: (tx: Tx, order: Order) => Promise<void>;
}

/**
 * Moves an order of one of the staff member's shops. An order of another shop is as good as none.
 * @throws order_not_found, or why the order is not ready to be moved
 */
export async function moveAsStaff(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  move: StaffMove,
  { orderId, staff, beforeTold }: StaffMoveRequest,
): Promise<OrderReply> {
  return database.transaction(async (tx) => {
    const { name: by, shopIds } = staff;
    const moved = await moveOrder(tx, move, {
      ...{ orderId, at: clock.now(), by, shopIds },
      beforeTold: async (order) => beforeTold?.(tx, order),
    });
    if (moved !== undefined) return moved;
    throw refusalOf(await findStaffOrder(tx, orderId, staff), move);
  });
}
