import type { Order } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { lockRow } from './order-end-store.ts';
import { findOrder } from './order-store.ts';

interface LockedOrder {
  readonly order: Order;
  readonly buyerId: string;
}

/**
 * Reads an order and keeps everybody else from changing it until the transaction ends. Whoever changes what was
 * paid for an order, or what is given back of it, holds this lock first, so that none of them deadlock and each
 * decides on what is true.
 */
export async function lockOrder(tx: Tx, orderId: number): Promise<LockedOrder | undefined> {
  const buyerId = await lockRow(tx, orderId);
  // Read after the lock was got, or it would be what the order was before we waited.
  const order = buyerId === undefined ? undefined : await findOrder(tx, orderId);
  return order && buyerId !== undefined ? { order, buyerId } : undefined;
}
