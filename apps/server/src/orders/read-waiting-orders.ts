import { shopOrdersDestination } from '@carillon/contract';
import type { OrderListReply } from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { selectPaidOrders } from './order-store.ts';

/** No shop that is open has more; the oldest are told first. */
const MAX_WAITING = 500;

/**
 * Reads the paid orders of a shop that nobody has accepted, from the oldest to the newest, with the number of the
 * shop's journal that the answer is current with.
 */
export async function readWaitingOrders(database: Database, shopId: number): Promise<OrderListReply> {
  return readSnapshot(database, async (tx) => {
    const seq = await newestSeq(tx, shopOrdersDestination(shopId));
    const orders = await selectPaidOrders(tx, {
      ...{ shopId, status: 'paid', limit: MAX_WAITING, first: 'oldest' },
    });
    return { orders: orders.toSorted((one, other) => one.id - other.id), seq };
  });
}
