import type { Context } from '../platform/context.ts';
import { takeDueTrades as updateDueTrades } from './trade-store.ts';
import { QUERY_GRACE_MS, QUERY_INTERVAL_MS } from './trade.ts';
import type { Trade } from './trade.ts';

/** Trades asked about in one go. */
const MAX_DUE_TRADES = 20;

/** Takes the trades that WeChat should be asked about now. Each is taken once per interval, by one node. */
export async function takeDueTrades({
  database,
  clock,
}: Pick<Context, 'database' | 'clock'>): Promise<Pick<Trade, 'id' | 'outTradeNo'>[]> {
  const now = clock.now();
  return updateDueTrades(database.db, {
    now,
    nextQueryAt: new Date(now.getTime() + QUERY_INTERVAL_MS),
    expiredAfter: new Date(now.getTime() - QUERY_GRACE_MS),
    limit: MAX_DUE_TRADES,
  });
}
