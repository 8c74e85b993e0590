import type { OrderReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { moveOrder } from './move-order.ts';
import { orderErrors } from './order-errors.ts';
import { findOrder } from './order-store.ts';
import { refusalOf } from './refuse-move.ts';

const REACHED = { accept: 'accepted', complete: 'completed' } as const;

/**
 * Moves an order of one of the staff member's shops. An order of another shop is as good as none.
 * @throws order_not_found, or why the order is not ready to be moved
 */
export async function moveAsStaff(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  move: keyof typeof REACHED,
  { orderId, staff }: { orderId: number; staff: StaffVisitor },
): Promise<OrderReply> {
  return database.transaction(async (tx) => {
    const { name: by, shopIds } = staff;
    const moved = await moveOrder(tx, move, { orderId, at: clock.now(), by, shopIds });
    if (moved !== undefined) return moved;
    const order = await findOrder(tx, orderId);
    if (order === undefined || !shopIds.includes(order.shopId)) throw orderErrors.order_not_found();
    throw refusalOf(order, REACHED[move]);
  });
}
