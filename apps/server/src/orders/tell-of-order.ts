import { orderDestination, shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';

/**
 * Writes an event of an order into both journals, its own and its shop's; in the transaction of what it tells of.
 * @returns its number in the order's own journal
 */
export async function tellOfOrder(tx: Tx, event: OrderEvent): Promise<number> {
  const { id, shopId } = event.order;
  // The order's own journal first, the shop's busy one last: its lock is held for the shortest time.
  const seq = await appendToJournal(tx, orderDestination(id), event);
  await appendToJournal(tx, shopOrdersDestination(shopId), event);
  return seq;
}
