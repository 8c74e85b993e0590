import { MAX_ORDERS_PER_PAGE, orderDestination, shopOrdersDestination } from '@carillon/contract';
import type {
  ApiTypes,
  Order,
  OrderListReply,
  OrderReply,
  OrderStatus,
  OwnOrdersReply,
} from '@carillon/contract';
import type { Database } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { orderErrors } from './order-errors.ts';
import { findOrder, findParties, selectBuyerOrders, selectPaidOrders } from './order-store.ts';
import type { OrderParties } from './order-store.ts';
import { withoutRing } from './without-ring.ts';

/**
 * What the board shows, and how many of it at most. Paid orders that nobody has accepted have a limit of their own,
 * so that nothing crowds one out; a shop that never presses "complete" sees so many of the newest.
 */
const BOARD: readonly { status: OrderStatus; limit: number; first: 'newest' | 'oldest' }[] = [
  { status: 'completed', limit: 30, first: 'newest' },
  { status: 'cancelled', limit: 30, first: 'newest' },
  { status: 'accepted', limit: 200, first: 'newest' },
  { status: 'ready', limit: 200, first: 'newest' },
  { status: 'delivering', limit: 200, first: 'newest' },
  { status: 'paid', limit: 500, first: 'oldest' },
];
const ENDED: readonly OrderStatus[] = ['completed', 'cancelled'];

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
    const isStaff = parties !== undefined && reader.shopIds.includes(parties.shopId);
    const seq = await newestSeq(tx, orderDestination(orderId));
    return { order: isStaff ? order : withoutRing(order), seq };
  });
}

function mayRead(parties: OrderParties | undefined, { buyerId, shopIds }: OrderReader): boolean {
  if (parties === undefined) return false;
  return parties.buyerId === buyerId || shopIds.includes(parties.shopId);
}

/**
 * Reads what a shop has to do and what it did last, with the number of the shop's journal that the answer is current
 * with: first the orders that came to their end, then the others; both from the oldest to the newest. An order that
 * nobody paid is none of the shop's business.
 */
export async function readBoard(database: Database, shopId: number): Promise<OrderListReply> {
  return readSnapshot(database, async (tx) => {
    const seq = await newestSeq(tx, shopOrdersDestination(shopId));
    const orders: Order[] = [];
    for (const part of BOARD) orders.push(...(await selectPaidOrders(tx, { shopId, ...part })));
    orders.sort((one, other) => rankOf(one) - rankOf(other) || one.id - other.id);
    return { orders, seq };
  });
}

function rankOf({ status }: Order): number {
  return ENDED.includes(status) ? 0 : 1;
}

/**
 * Reads a page of a buyer's orders, the newest first. They have no journal in common, so `seq` is 0.
 * @param page from which order on, exclusively, and how many; left out: the latest, `MAX_ORDERS_PER_PAGE` of them.
 */
export async function listBuyerOrders(
  database: Database,
  buyerId: string | undefined,
  { before, limit = MAX_ORDERS_PER_PAGE }: ApiTypes['listOwnOrders']['query'] = {},
): Promise<OwnOrdersReply> {
  if (buyerId === undefined) return { orders: [], seq: 0, nextBefore: null };
  const found = await selectBuyerOrders(database.db, { buyerId, before, limit: limit + 1 });
  const orders = found.slice(0, limit);
  return { orders, seq: 0, nextBefore: found.length > limit ? (orders.at(-1)?.id ?? null) : null };
}
