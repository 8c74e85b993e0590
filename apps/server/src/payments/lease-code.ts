import type { Context } from '../platform/context.ts';
import { endCodeLease, updateCodeLease } from './code-lease-store.ts';
import type { Trade } from './trade.ts';

/** Longer than WeChat is waited for, so that nobody asks for a code while the answer to somebody else may still come. */
const CODE_LEASE_MS = 15_000;

/**
 * Asks WeChat for the code of a trade that has none, at one node at a time: asked again, WeChat makes another code and
 * ends the one before, so of two that are asked for at once the dead one may be kept.
 * @returns what `ask` gives; undefined when somebody else is asking, or the trade has its code by now.
 * @throws what `ask` throws
 */
export async function leaseCode<Result>(
  { database: { db }, clock }: Pick<Context, 'database' | 'clock'>,
  { id }: Pick<Trade, 'id'>,
  ask: () => Promise<Result>,
): Promise<{ asked: Result } | undefined> {
  const now = clock.now();
  const until = new Date(now.getTime() + CODE_LEASE_MS);
  if (!(await updateCodeLease(db, id, { now, until }))) return undefined;
  try {
    return { asked: await ask() };
  } finally {
    await endCodeLease(db, id, until);
  }
}
