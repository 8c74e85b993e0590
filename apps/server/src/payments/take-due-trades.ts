import type { Context } from '../platform/context.ts';
import { makeTradesDue, takeDueTrades as updateDueTrades } from './trade-store.ts';
import type { DueTrade } from './trade.ts';

/** Trades asked about in one round because their codes are the newest: those are being scanned right now. */
const MAX_NEWEST_PER_ROUND = 150;
/** Trades asked about in one round because they wait longest, so that a flood of new ones starves no old one. */
const MAX_LONGEST_WAITING_PER_ROUND = 50;

/** Takes the trades that WeChat should be asked about now. Each is taken when its time has come, by one node. */
export async function takeDueTrades({
  database,
  clock,
}: Pick<Context, 'database' | 'clock'>): Promise<DueTrade[]> {
  const now = clock.now();
  const { db } = database;
  const newest = await updateDueTrades(db, { now, limit: MAX_NEWEST_PER_ROUND, first: 'newest' });
  if (newest.length < MAX_NEWEST_PER_ROUND) return newest;
  const waiting = { limit: MAX_LONGEST_WAITING_PER_ROUND, first: 'longest waiting' } as const;
  return [...newest, ...(await updateDueTrades(db, { now, ...waiting }))];
}

/**
 * Makes the trades due that are not settled, or those of one order: while no server ran, nobody heard WeChat tell of
 * their payments.
 */
export async function hastenTrades(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  orderId?: number,
): Promise<void> {
  await makeTradesDue(database.db, clock.now(), orderId);
}
