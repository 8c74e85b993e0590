import type { Order } from '@carillon/contract';
import { isFurther, waitingSinceMs } from '../../lib/order-status.ts';

/** What came while the line was lost. */
export interface CatchUp {
  offlineMs: number;
  /** Orders that were not there before, who was paid first comes first. */
  newOrders: Order[];
  /** How many of the orders from before were moved on by others. */
  movedCount: number;
}

/** A blink that brought nothing is not worth a word. */
const WORTH_TELLING_MS = 3000;

/** Compares the orders from before the line was lost with those after; undefined when there is nothing to tell. */
export function summarise(
  before: readonly Order[],
  after: readonly Order[],
  offlineMs: number,
): CatchUp | undefined {
  const known = new Map(before.map((order) => [order.id, order]));
  const newOrders = after
    .filter(({ id }) => !known.has(id))
    .sort((a, b) => waitingSinceMs(a) - waitingSinceMs(b) || a.id - b.id);
  const movedCount = after.filter(({ id, status }) => {
    const earlier = known.get(id);
    return earlier && isFurther(status, earlier.status);
  }).length;
  if (newOrders.length + movedCount === 0 && offlineMs < WORTH_TELLING_MS) return undefined;
  return { offlineMs, newOrders, movedCount };
}
