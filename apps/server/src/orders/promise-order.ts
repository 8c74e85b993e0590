import type { Order, OrderReply, OrderStatus } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { findStaffOrder } from './find-staff-order.ts';
import { updatePromise } from './order-change-store.ts';
import { promisedTime } from './promised-time.ts';
import { refusalOf } from './refuse-move.ts';
import { tellOfOrder } from './tell-of-order.ts';

/** Where an order is when its guest still waits for it. */
const UNDER_WAY: readonly OrderStatus[] = ['accepted', 'delivering'];

interface PromiseChange {
  readonly orderId: number;
  readonly staff: StaffVisitor;
  /** From now. */
  readonly promiseMinutes: number;
  /** What else is done in the same transaction, once it is promised and before that is told. */
  readonly beforeTold?: (tx: Tx, order: Order) => Promise<void>;
}

/**
 * Promises an order that is under way for another time, counted from now, and tells its buyer.
 * @throws order_not_found, order_not_paid, order_not_accepted, order_already_ready, order_already_completed,
 *   order_cancelled
 */
export async function promiseOrder(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { orderId, staff, promiseMinutes, beforeTold }: PromiseChange,
): Promise<OrderReply> {
  return database.transaction(async (tx) => {
    const at = clock.now();
    const promisedAt = promisedTime(at, promiseMinutes);
    const { shopIds } = staff;
    const isSet = await updatePromise(tx, { orderId, shopIds, statuses: UNDER_WAY, promisedAt });
    const order = await findStaffOrder(tx, orderId, staff);
    // What cannot be completed cannot be promised either, and what is there needs no promise.
    if (!isSet) throw refusalOf(order, order.status === 'ready' ? 'prepare' : 'complete');
    await beforeTold?.(tx, order);
    return { order, seq: await tellOfOrder(tx, { type: 'order.promised', at: at.toISOString(), order }) };
  });
}
