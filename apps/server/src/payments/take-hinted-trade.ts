import type { Context } from '../platform/context.ts';
import { takeHintedTrade as updateHintedTrade } from './trade-store.ts';
import { FIRST_QUERY_MS, QUERY_INTERVAL_MS } from './trade.ts';
import type { DueTrade } from './trade.ts';

/**
 * Takes the open trade of an order because somebody who waits for it has come: it is to be asked about now, and its
 * schedule begins anew. Undefined when there is none, or it was asked about a moment ago.
 */
export async function takeHintedTrade(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  orderId: number,
): Promise<DueTrade | undefined> {
  const now = clock.now();
  return updateHintedTrade(database.db, {
    ...{ orderId, now },
    notAfter: new Date(now.getTime() - QUERY_INTERVAL_MS),
    nextQueryAt: new Date(now.getTime() + FIRST_QUERY_MS),
  });
}
