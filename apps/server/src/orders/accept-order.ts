import type { Order, OrderReply, OrderRing } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { findStaffOrder } from './find-staff-order.ts';
import { moveOrder } from './move-order.ts';
import { lockRow } from './order-end-store.ts';
import { promisedTime } from './promised-time.ts';
import { refusalOf } from './refuse-move.ts';

export interface Acceptance {
  readonly orderId: number;
  readonly staff: StaffVisitor;
  /** In how many minutes it will be there; the shop's usual time if left out. */
  readonly promiseMinutes: number | undefined;
  /** Says what a shop promises unless its staff say otherwise. */
  readonly usualMinutes: (tx: Tx, shopId: number) => Promise<number>;
  /** Ends the order's ring, and answers what staff are shown of it. */
  readonly endRing: (
    tx: Tx,
    end: { orderId: number; at: Date; by: string },
  ) => Promise<OrderRing | undefined>;
  /** What else is done in the same transaction, once it is accepted and before that is told. */
  readonly beforeTold?: (tx: Tx, order: Order) => Promise<void>;
}

/**
 * Accepts a paid order and promises when it will be there: the kitchen starts. Of several who accept at once, one
 * does. Its ring ends in the same transaction.
 * @throws order_not_found, order_not_paid, order_already_accepted (with who did, and when), order_cancelled
 */
export async function acceptOrder(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { orderId, staff, promiseMinutes, usualMinutes, endRing, beforeTold }: Acceptance,
): Promise<OrderReply> {
  return database.transaction(async (tx) => {
    const { shopId } = await findStaffOrder(tx, orderId, staff);
    await lockRow(tx, orderId);
    const at = clock.now();
    const promisedAt = promisedTime(at, promiseMinutes ?? (await usualMinutes(tx, shopId)));
    const { name: by, shopIds } = staff;
    const ring = await endRing(tx, { orderId, at, by });
    const accepted = await moveOrder(tx, 'accept', {
      ...{ orderId, at, by, shopIds, promisedAt, ring },
      beforeTold: async (order) => beforeTold?.(tx, order),
    });
    if (accepted !== undefined) return accepted;
    throw refusalOf(await findStaffOrder(tx, orderId, staff), 'accept');
  });
}
