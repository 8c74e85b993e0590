import type { Order, OrderStatus } from '@carillon/contract';
import { reachedAtMs, waitingSinceMs } from '../../lib/order-status.ts';
import type { Board } from './board.ts';

/** `leaving` is ready to be fetched, or on its way to the door. */
export const COLUMN_NAMES = ['waiting', 'making', 'leaving', 'done'] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];
export type Columns = Record<ColumnName, Order[]>;

/** The most completed orders that the board shows. */
export const DONE_SHOWN_MAX = 30;

/**
 * Sorts a board into its columns: who waits longest comes first, what was done last comes first. A pass that was bought
 * asks for no cook, and is in none.
 */
export function columnsOf(board: Board): Columns {
  const orders = [...board.values()]
    .map((entry) => entry.order)
    .filter(({ fulfilment }) => fulfilment !== 'pass');
  return {
    waiting: inStatus(orders, 'paid').sort(by(waitingSinceMs)),
    making: inStatus(orders, 'accepted').sort(by((order) => since(order, 'accepted'))),
    leaving: inStatus(orders, 'ready', 'delivering').sort(by((order) => since(order, order.status))),
    done: inStatus(orders, 'completed')
      .sort(by((order) => -since(order, 'completed')))
      .slice(0, DONE_SHOWN_MAX),
  };
}

function inStatus(orders: Order[], ...statuses: OrderStatus[]): Order[] {
  return orders.filter(({ status }) => statuses.includes(status));
}

function since(order: Order, status: OrderStatus): number {
  return reachedAtMs(order, status) ?? waitingSinceMs(order);
}

function by(value: (order: Order) => number) {
  return (a: Order, b: Order) => value(a) - value(b) || a.id - b.id;
}
