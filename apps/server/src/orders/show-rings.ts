import { shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent, OrderRing } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournals } from '../platform/journal/append-journal.ts';
import { noteRings } from './note-rings.ts';
import { selectOrdersById } from './order-store.ts';

/**
 * Writes down what staff are shown of the rings of orders, and tells their shops, and nobody else, that something
 * became of them. The caller holds the orders' locks, and takes no more of them: who has one waits for these journals.
 * @param rings what is shown, by order; one or more
 */
export async function showRings(
  tx: Tx,
  rings: ReadonlyMap<number, OrderRing>,
  { at }: { at: Date },
): Promise<void> {
  await noteRings(tx, rings);
  const orders = await selectOrdersById(tx, [...rings.keys()]);
  const entries = orders.map((order) => ({
    destination: shopOrdersDestination(order.shopId),
    payload: { type: 'order.ring', at: at.toISOString(), order } satisfies OrderEvent,
  }));
  await appendToJournals(tx, entries);
}
