import type { OrderSearchQuery, OrderSearchReply } from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { selectFoundIds } from './order-search-store.ts';
import { selectOrdersById } from './order-store.ts';

const PAGE_SIZE = 30;

/** Looks for orders of a shop, by what they say and how they stand. By pages, the newest first. */
export async function searchOrders(
  database: Database,
  shopId: number,
  query: OrderSearchQuery,
): Promise<OrderSearchReply> {
  return readSnapshot(database, async (tx) => {
    const found = await selectFoundIds(tx, { ...query, shopId, limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    const orders = await selectOrdersById(tx, page);
    return {
      orders: orders.toSorted((one, other) => other.id - one.id),
      next: found.length > PAGE_SIZE ? (page.at(-1) ?? null) : null,
    };
  });
}
