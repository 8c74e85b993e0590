import type { Order } from '@carillon/contract';
import { chinaDay } from '../../lib/china-day.ts';

/** The orders of one day, in the order in which they came. */
export interface OrdersOfDay {
  readonly day: string;
  readonly orders: Order[];
}

/** Puts a list of orders, the newest first, under the days in China on which they were placed. */
export function ordersByDay(orders: readonly Order[]): OrdersOfDay[] {
  const days = new Map<string, OrdersOfDay>();
  for (const order of orders) {
    const day = chinaDay(Date.parse(order.placedAt));
    const ofDay = days.get(day) ?? { day, orders: [] };
    ofDay.orders.push(order);
    days.set(day, ofDay);
  }
  return [...days.values()];
}
