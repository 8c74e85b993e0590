import type { Contact, Fulfilment } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { insertOrder, insertTimelineEntry, takeNumber } from './order-store.ts';
import { orderStates, totalOf } from './order.ts';
import type { PricedLine } from './order.ts';
import { shopDay } from './shop-day.ts';

export interface NewOrder {
  readonly shopId: number;
  readonly buyerId: string;
  readonly fulfilment: Fulfilment;
  readonly tableName: string | null;
  /** Where it is brought; null unless it is. */
  readonly contact: Contact | null;
  readonly deliveryFeeFen: number;
  readonly remark: string;
  /** Priced from the catalog; one or more. */
  readonly lines: readonly PricedLine[];
  /** The products that were taken from the stock for it. */
  readonly takenIds: ReadonlySet<number>;
  readonly placedAt: Date;
}

/** How long a buyer has to pay. */
const PAYMENT_TIME_MS = 15 * 60_000;

/**
 * Writes a new order down, numbered for its shop and day, waiting for payment. Returns its id.
 * The day's counter stays locked until the transaction ends, so this should be its last work.
 */
export async function recordOrder(tx: Tx, newOrder: NewOrder): Promise<number> {
  const { lines, ...order } = newOrder;
  const day = shopDay(order.placedAt);
  const number = await takeNumber(tx, { shopId: order.shopId, shopDay: day });
  const status = orderStates.initial;
  const totalFen = totalOf(lines, order.deliveryFeeFen);
  const expiresAt = new Date(order.placedAt.getTime() + PAYMENT_TIME_MS);
  const record = { ...order, shopDay: day, number, status, totalFen, expiresAt };
  const orderId = await insertOrder(tx, record, lines);
  await insertTimelineEntry(tx, { orderId, status, at: order.placedAt, by: 'buyer' });
  return orderId;
}
