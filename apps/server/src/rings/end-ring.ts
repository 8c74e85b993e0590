import type { OrderRing } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { findShown, updateEnd } from './ring-store.ts';

/**
 * Ends the ring of an order, in the transaction that answers it. The caller holds the order's lock.
 * @param end.by a staff name, `buyer` or `system`
 * @returns what staff are shown of it now; undefined when nothing rang
 */
export async function endRing(
  tx: Tx,
  end: { orderId: number; at: Date; by: string },
): Promise<OrderRing | undefined> {
  return (await updateEnd(tx, end)) ? findShown(tx, end.orderId) : undefined;
}
