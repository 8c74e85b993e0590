import type { Order, OrderStatus } from '@carillon/contract';

const RANKS: Record<OrderStatus, number> = {
  pending_payment: 0,
  paid: 1,
  accepted: 2,
  delivering: 3,
  ready: 3,
  completed: 4,
  cancelled: 5,
};

/** Whether a status lies further along an order's way than another. */
export function isFurther(status: OrderStatus, than: OrderStatus): boolean {
  return RANKS[status] > RANKS[than];
}

/** When an order came to a status, in milliseconds; undefined when it has not. */
export function reachedAtMs(order: Order, status: OrderStatus): number | undefined {
  const entry = order.timeline.findLast((step) => step.status === status);
  return entry && Date.parse(entry.at);
}

/** Who moved an order to a status: a staff name, `buyer` or `wechat`. */
export function movedBy(order: Order, status: OrderStatus): string | undefined {
  return order.timeline.findLast((step) => step.status === status)?.by;
}

/** Since when an order waits to be accepted, in milliseconds. */
export function waitingSinceMs(order: Order): number {
  return Date.parse(order.paidAt ?? order.placedAt);
}
