import type { Order } from '@carillon/contract';

type Named = Pick<Order, 'number' | 'tableName'>;

/** What the kitchen calls an order by: its table, or its pick-up number when it has none. */
export function orderHeadline(order: Named): string {
  return order.tableName ?? order.number;
}

/** An order in one breath, for summaries and notices: `8 号桌 · 017`, or `017`. */
export function orderLabel(order: Named): string {
  return order.tableName === null ? order.number : `${order.tableName} · ${order.number}`;
}
