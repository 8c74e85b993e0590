import type { Order } from '@carillon/contract';

/** An order as its buyer may see it: without who in the shop was rung, and on which device. */
export function withoutRing(order: Order): Order {
  const shown = { ...order };
  delete shown.ring;
  return shown;
}
