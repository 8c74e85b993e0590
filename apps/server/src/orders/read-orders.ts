import { orderDestination, shopOrdersDestination } from '@carillon/contract';
import type { OrderListReply, OrderReply } from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { orderErrors } from './order-errors.ts';
import { findOrder, findParties, selectBuyerOrders, selectShopOrders } from './order-store.ts';
import type { OrderParties } from './order-store.ts';

/** Paid orders that nobody has accepted: they have a limit of their own, so that nothing crowds one out. */
const MAX_WAITING_ORDERS = 500;
/** A shop that never presses "complete" sees so many of the newest. */
const MAX_ACCEPTED_ORDERS = 200;
const MAX_COMPLETED_ORDERS = 30;
const MAX_BUYER_ORDERS = 50;

/** Who wants to see an order: its buyer, or staff of these shops. */
export interface OrderReader {
  readonly buyerId: string | undefined;
  readonly shopIds: readonly number[];
}

/**
 * Reads an order, with the number of its journal that the answer is current with.
 * @throws order_not_found also when it is not the reader's to see
 */
export async function readOrder(
  database: Database,
  orderId: number,
  reader: OrderReader,
): Promise<OrderReply> {
  return readSnapshot(database, async (tx) => {
    const parties = await findParties(tx, orderId);
    const order = await findOrder(tx, orderId);
    if (!mayRead(parties, reader) || order === undefined) throw orderErrors.order_not_found();
    return { order, seq: await newestSeq(tx, orderDestination(orderId)) };
  });
}

function mayRead(parties: OrderParties | undefined, { buyerId, shopIds }: OrderReader): boolean {
  if (parties === undefined) return false;
  return parties.buyerId === buyerId || shopIds.includes(parties.shopId);
}

/**
 * Reads what a shop has to do and what it did last, from the oldest to the newest, with the number of the shop's
 * journal that the answer is current with.
 */
export async function readBoard(database: Database, shopId: number): Promise<OrderListReply> {
  return readSnapshot(database, async (tx) => {
    const seq = await newestSeq(tx, shopOrdersDestination(shopId));
    const newest = { shopId, first: 'newest' } as const;
    const completed = await selectShopOrders(tx, {
      ...newest,
      status: 'completed',
      limit: MAX_COMPLETED_ORDERS,
    });
    const accepted = await selectShopOrders(tx, {
      ...newest,
      status: 'accepted',
      limit: MAX_ACCEPTED_ORDERS,
    });
    const waiting = await selectShopOrders(tx, {
      shopId,
      status: 'paid',
      limit: MAX_WAITING_ORDERS,
      first: 'oldest',
    });
    const open = [...accepted, ...waiting].sort((one, other) => one.id - other.id);
    return { orders: [...completed, ...open], seq };
  });
}

/** Reads a buyer's latest orders, the newest first. They have no journal in common, so `seq` is 0. */
export async function listBuyerOrders(
  database: Database,
  buyerId: string | undefined,
): Promise<OrderListReply> {
  if (buyerId === undefined) return { orders: [], seq: 0 };
  return { orders: await selectBuyerOrders(database.db, { buyerId, limit: MAX_BUYER_ORDERS }), seq: 0 };
}
