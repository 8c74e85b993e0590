import { orderDestination, shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournals } from '../platform/journal/append-journal.ts';
import { withoutRing } from './without-ring.ts';

/**
 * Writes an event of an order into both journals, its own and its shop's; in the transaction of what it tells of.
 * The buyer hears nothing of who in the shop is rung on which device.
 * @returns its number in the order's own journal
 */
export async function tellOfOrder(tx: Tx, event: OrderEvent): Promise<number> {
  const [seq] = await tellOfOrders(tx, [event]);
  if (seq === undefined) throw new Error(`an event of order ${event.order.id} got no number`);
  return seq;
}

/**
 * Writes events of orders into both journals of each, in the order given. What asks nothing of a shop's people, a pass
 * that is bought, is told to its buyer alone: what rings for an order reads the shop's journal.
 * @returns their numbers in the orders' own journals
 */
export async function tellOfOrders(tx: Tx, events: readonly OrderEvent[]): Promise<number[]> {
  const toBuyers = events.map((event) => ({
    destination: orderDestination(event.order.id),
    payload: { ...event, order: withoutRing(event.order) },
  }));
  const toShops = events
    .filter(({ order }) => order.fulfilment !== 'pass')
    .map((event) => ({ destination: shopOrdersDestination(event.order.shopId), payload: event }));
  const seqs = await appendToJournals(tx, [...toBuyers, ...toShops]);
  return seqs.slice(0, events.length);
}
