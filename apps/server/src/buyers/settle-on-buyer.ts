import type { Context } from '../platform/context.ts';
import type { Executor, Tx } from '../platform/database.ts';
import { findJoined, keepJoined, lockBuyer } from './buyer-store.ts';

/**
 * How long what comes in under an anonymous id still goes to the account that it became: requests that were under way
 * when their buyer logged in, and those that are sent again because their answer was lost. The browser has dropped the
 * id by then.
 */
const UNDER_WAY_MS = 10 * 60_000;

/**
 * Says whose something is that is being added under a buyer's id, and keeps it so until the transaction ends: while it
 * goes on, the buyer's things are not joined to an account, and afterwards it goes to the account.
 */
export async function settleOnBuyer(tx: Tx, buyerId: string, now: Date): Promise<string> {
  await lockBuyer(tx, buyerId, 'together');
  return buyerNow(tx, buyerId, now);
}

/** Who somebody is now who was this buyer a moment ago. */
export async function buyerNow(executor: Executor, buyerId: string, now: Date): Promise<string> {
  const since = new Date(now.getTime() - UNDER_WAY_MS);
  return (await findJoined(executor, { anonymousId: buyerId, since })) ?? buyerId;
}

/** Whether a buyer with an account was this anonymous one before they logged in, however long ago. */
export async function hasBeen(executor: Executor, buyerId: string, anonymousId: string): Promise<boolean> {
  return (await findJoined(executor, { anonymousId, since: new Date(0) })) === buyerId;
}

/**
 * Claims an anonymous buyer's things for an account. They are held until the transaction ends, and the account's too.
 * @returns false when another account has claimed them before: then they are not this one's
 */
export async function claimAnonymous(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  { anonymousId, buyerId }: { anonymousId: string; buyerId: string },
): Promise<boolean> {
  // Anonymous ids first, everywhere: two that wait for each other cannot be.
  await lockBuyer(tx, anonymousId, 'alone');
  await lockBuyer(tx, buyerId, 'alone');
  return (await keepJoined(tx, { anonymousId, buyerId, at: clock.now() })) === buyerId;
}
