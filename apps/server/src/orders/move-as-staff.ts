import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { findStaffOrder } from './find-staff-order.ts';
import { moveOrder } from './move-order.ts';
import type { StaffMove } from './move-order.ts';
import { refusalOf } from './refuse-move.ts';

/**
 * Moves an order of one of the staff member's shops. An order of another shop is as good as none.
 * @throws order_not_found, or why the order is not ready to be moved
 */
export async function moveAsStaff(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  move: StaffMove,
  { orderId, staff }: { orderId: number; staff: StaffVisitor },
): Promise<OrderReply> {
  return database.transaction(async (tx) => {
    const { name: by, shopIds } = staff;
    const moved = await moveOrder(tx, move, { orderId, at: clock.now(), by, shopIds });
    if (moved !== undefined) return moved;
    throw refusalOf(await findStaffOrder(tx, orderId, staff), move);
  });
}
