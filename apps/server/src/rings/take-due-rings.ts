import type { Context } from '../platform/context.ts';
import { takeDue } from './ring-store.ts';

/** What is left is taken by the next round, or by another node. */
const MAX_RINGS_PER_ROUND = 50;
/** A step that could not be taken, because its node died or the database was away, is tried again after this. */
const RETRY_MS = 10_000;

/** Takes the orders of whose rings something is due. Each is taken by one node. Returns their ids. */
export async function takeDueRings({
  database,
  clock,
}: Pick<Context, 'database' | 'clock'>): Promise<number[]> {
  const now = clock.now();
  const retryAt = new Date(now.getTime() + RETRY_MS);
  return takeDue(database.db, { now, retryAt, limit: MAX_RINGS_PER_ROUND });
}
