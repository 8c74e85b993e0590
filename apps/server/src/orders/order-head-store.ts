import type { Fulfilment, OrderStatus } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { OrderTables } from './order-tables.ts';
import { formatNumber } from './order.ts';

/** What an order is called, where it stands, and what it is for. */
export interface OrderHead {
  readonly number: string;
  readonly status: OrderStatus;
  readonly fulfilment: Fulfilment;
}

/** The heads of orders, by their ids. */
export async function selectOrderHeads(
  executor: Executor,
  orderIds: readonly number[],
): Promise<Map<number, OrderHead>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tablesOf<OrderTables>(executor)
    .selectFrom('shop_order')
    .select(['id', 'number', 'status', 'fulfilment'])
    .where('id', 'in', orderIds)
    .execute();
  return new Map(rows.map(({ id, number, ...head }) => [id, { ...head, number: formatNumber(number) }]));
}

/** The newest orders of a shop that were called out by this number: one a day. */
export async function findOrderIds(
  executor: Executor,
  { shopId, number, limit }: { shopId: number; number: string; limit: number },
): Promise<number[]> {
  if (!/^#?\d{1,6}$/.test(number)) return [];
  const rows = await tablesOf<OrderTables>(executor)
    .selectFrom('shop_order')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('number', '=', Number(number.replace('#', '')))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
