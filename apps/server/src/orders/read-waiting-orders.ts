import { shopOrdersDestination } from '@carillon/contract';
import type { Order, OrderListReply } from '@carillon/contract';
import type { Database, Tx } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { selectPaidOrders } from './order-store.ts';

const PAGE_ORDERS = 500;
/** So many pages of orders wait at no shop: rings end an order that nobody answers. */
const MAX_PAGES = 20;

/**
 * Reads the paid orders of a shop that nobody has accepted, all of them, from the oldest to the newest, with the number
 * of the shop's journal that the answer is current with.
 * @throws Error when more wait than any shop has: to tell of some and leave the others out would be silence
 */
export async function readWaitingOrders(database: Database, shopId: number): Promise<OrderListReply> {
  return readSnapshot(database, async (tx) => {
    const seq = await newestSeq(tx, shopOrdersDestination(shopId));
    return { orders: await readAll(tx, shopId), seq };
  });
}

async function readAll(tx: Tx, shopId: number): Promise<Order[]> {
  const orders: Order[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const found = await selectPaidOrders(tx, {
      ...{ shopId, status: 'paid', limit: PAGE_ORDERS, first: 'oldest', after: orders.at(-1)?.id },
    });
    orders.push(...found.toSorted((one, other) => one.id - other.id));
    if (found.length < PAGE_ORDERS) return orders;
  }
  throw new Error(`more than ${orders.length} orders wait at shop ${shopId}`);
}
