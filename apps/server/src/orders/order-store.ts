import { takeawayNumbers } from '@carillon/contract';
import type { Contact, Fulfilment, Order, OrderStatus } from '@carillon/contract';
import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { amountOf, formatNumber, orderStates } from './order.ts';
import type { OrderTables } from './order-tables.ts';
import type { PricedLine } from './order.ts';

const tables = tablesOf<OrderTables>;

function selectOrders(executor: Executor) {
  return tables(executor)
    .selectFrom('shop_order')
    .selectAll('shop_order')
    .select((builder) => [linesOf(builder), timelineOf(builder)]);
}

function linesOf(builder: ExpressionBuilder<OrderTables, 'shop_order'>) {
  return jsonArrayFrom(
    builder
      .selectFrom('order_line')
      .select(['product_id as productId', 'name', 'quantity', 'unit_price_fen as unitPriceFen', 'choices'])
      .whereRef('order_id', '=', 'shop_order.id')
      .orderBy('position'),
  ).as('lines');
}

function timelineOf(builder: ExpressionBuilder<OrderTables, 'shop_order'>) {
  return jsonArrayFrom(
    builder
      .selectFrom('order_timeline')
      // PostgreSQL writes a time inside JSON as text.
      .select(['status', sql<string>`at`.as('at'), 'by_name as by'])
      .whereRef('order_id', '=', 'shop_order.id')
      // Not by time: WeChat's clock says when it was paid, in whole seconds, and ours when it was placed.
      .orderBy(sql`array_position(${sql.val(orderStates.states)}::text[], status)`),
  ).as('timeline');
}

type OrderRow = Awaited<ReturnType<ReturnType<typeof selectOrders>['executeTakeFirstOrThrow']>>;

function toOrder(row: OrderRow): Order {
  const paidAt = row.paid_at?.toISOString() ?? null;
  return {
    id: row.id,
    shopId: row.shop_id,
    number: formatNumber(row.number),
    fulfilment: row.fulfilment,
    tableName: row.table_name,
    contact: row.contact,
    status: row.status,
    takeaway: takeawayNumbers({ status: row.status, paidAt, totalFen: row.total_fen, refunds: row.refunds }),
    lines: row.lines.map(({ choices, ...line }) => ({
      ...line,
      amountFen: amountOf(line),
      ...(choices.length > 0 && { choices }),
    })),
    deliveryFeeFen: row.delivery_fee_fen,
    totalFen: row.total_fen,
    remark: row.remark,
    placedAt: row.placed_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    paidAt,
    promisedAt: row.promised_at?.toISOString() ?? null,
    remindedAt: row.reminded_at?.toISOString() ?? null,
    cancellation: row.cancel_reason && { reason: row.cancel_reason, note: row.cancel_note },
    refunds: row.refunds,
    timeline: row.timeline.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
    ...(row.ring && { ring: row.ring }),
    ...(row.pass_id !== null && { passId: row.pass_id }),
  };
}

export async function findOrder(executor: Executor, orderId: number): Promise<Order | undefined> {
  const row = await selectOrders(executor).where('id', '=', orderId).executeTakeFirst();
  return row && toOrder(row);
}

/** Orders by their ids, in no order. */
export async function selectOrdersById(executor: Executor, orderIds: readonly number[]): Promise<Order[]> {
  if (orderIds.length === 0) return [];
  const rows = await selectOrders(executor).where('id', 'in', orderIds).execute();
  return rows.map(toOrder);
}

/** A buyer's orders that are older than `before`, or the latest; the newest first. */
export async function selectBuyerOrders(
  executor: Executor,
  { buyerId, before, limit }: { buyerId: string; before: number | undefined; limit: number },
): Promise<Order[]> {
  const rows = await selectOrders(executor)
    .where('buyer_id', '=', buyerId)
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toOrder);
}

/** A shop's orders in a state that were paid, passes not among them: as many as the limit of the newest or the oldest, or of those after one; in no order. */
export async function selectPaidOrders(
  executor: Executor,
  {
    shopId,
    status,
    limit,
    first,
    after,
  }: {
    shopId: number;
    status: OrderStatus;
    limit: number;
    first: 'newest' | 'oldest';
    after?: number | undefined;
  },
): Promise<Order[]> {
  const rows = await selectOrders(executor)
    .where('shop_id', '=', shopId)
    .where('status', '=', status)
    .where('paid_at', 'is not', null)
    .where('fulfilment', '<>', 'pass')
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? 0))
    .orderBy('id', first === 'newest' ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  return rows.map(toOrder);
}

/** Whose an order is and where it was placed: what decides who may see it. */
export interface OrderParties {
  readonly buyerId: string;
  readonly shopId: number;
}

export async function findParties(executor: Executor, orderId: number): Promise<OrderParties | undefined> {
  return tables(executor)
    .selectFrom('shop_order')
    .select(['buyer_id as buyerId', 'shop_id as shopId'])
    .where('id', '=', orderId)
    .executeTakeFirst();
}

/** Takes a shop's next number of a day. The day's counter stays locked until the transaction ends. */
export async function takeNumber(
  executor: Executor,
  { shopId, shopDay }: { shopId: number; shopDay: string },
): Promise<number> {
  const row = await tables(executor)
    .insertInto('order_count')
    .values({ shop_id: shopId, shop_day: shopDay, newest_number: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'shop_day'])
        .doUpdateSet({ newest_number: sql`order_count.newest_number + 1` }),
    )
    .returning('newest_number')
    .executeTakeFirstOrThrow();
  return row.newest_number;
}

export interface OrderRecord {
  readonly shopId: number;
  readonly buyerId: string;
  readonly shopDay: string;
  readonly number: number;
  readonly tableName: string | null;
  readonly status: OrderStatus;
  readonly totalFen: number;
  readonly remark: string;
  readonly placedAt: Date;
  readonly expiresAt: Date;
  readonly fulfilment: Fulfilment;
  readonly contact: Contact | null;
  readonly deliveryFeeFen: number;
  /** The products that were taken from the stock; the others are unlimited. */
  readonly takenIds: ReadonlySet<number>;
}

export async function insertOrder(
  executor: Executor,
  order: OrderRecord,
  lines: readonly PricedLine[],
): Promise<number> {
  const { id } = await tables(executor)
    .insertInto('shop_order')
    .values({
      shop_id: order.shopId,
      buyer_id: order.buyerId,
      shop_day: order.shopDay,
      number: order.number,
      table_name: order.tableName,
      status: order.status,
      total_fen: order.totalFen,
      remark: order.remark,
      placed_at: order.placedAt,
      expires_at: order.expiresAt,
      fulfilment: order.fulfilment,
      contact: order.contact && JSON.stringify(order.contact),
      delivery_fee_fen: order.deliveryFeeFen,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = lines.map((line, position) => ({
    order_id: id,
    position,
    product_id: line.productId,
    name: line.name,
    quantity: line.quantity,
    unit_price_fen: line.unitPriceFen,
    choices: JSON.stringify(line.choices ?? []),
    stock:
      line.productId !== null && order.takenIds.has(line.productId)
        ? ('taken' as const)
        : ('unlimited' as const),
  }));
  await tables(executor).insertInto('order_line').values(rows).execute();
  return id;
}

export async function insertTimelineEntry(
  executor: Executor,
  entry: { orderId: number; status: OrderStatus; at: Date; by: string },
): Promise<void> {
  await tables(executor)
    .insertInto('order_timeline')
    .values({ order_id: entry.orderId, status: entry.status, at: entry.at, by_name: entry.by })
    .execute();
}
