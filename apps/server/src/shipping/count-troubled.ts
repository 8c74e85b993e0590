import type { Executor } from '../platform/database.ts';
import { countTroubled } from './shipping-store.ts';
import { LATE_AFTER_MS } from './shipping.ts';

/** How many uploads need somebody: refused by WeChat, or not taken for a day. Their money is frozen. */
export async function countTroubledShipping(
  executor: Executor,
  now: Date,
): Promise<{ failed: number; late: number }> {
  return countTroubled(executor, new Date(now.getTime() - LATE_AFTER_MS));
}
