import { handOverAddresses } from '../addresses/index.ts';
import { claimAnonymous } from '../buyers/index.ts';
import { handOverMessages } from '../conversations/index.ts';
import { handOverOrders } from '../orders/index.ts';
import { handOverPasses } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';

/**
 * Joins what somebody did before they logged in to their account: orders with their keys, addresses, messages, passes; in
 * the caller's transaction, so all of it or nothing. Repeated, it takes what has come since. What one account has taken goes
 * to no other, so two people who log in in one browser do not get each other's orders.
 * @param anonymousId the buyer of the browser's cookie, who has proved to have it
 * @param buyerId the account that logged in
 * @returns whether they are this account's
 */
export async function joinBuyer(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  { anonymousId, buyerId }: { anonymousId: string; buyerId: string },
): Promise<boolean> {
  if (anonymousId === buyerId) return true;
  if (!(await claimAnonymous(tx, { clock }, { anonymousId, buyerId }))) return false;
  await handOver(tx, { from: anonymousId, to: buyerId });
  return true;
}

/** Makes one buyer's things another's, who has a claim to them. */
export async function handOver(tx: Tx, buyers: { from: string; to: string }): Promise<void> {
  const orderIds = await handOverOrders(tx, buyers);
  await handOverMessages(tx, orderIds, buyers);
  await handOverAddresses(tx, buyers);
  // Behind its order: what is paid at this moment brought its pass before, or brings it to its new owner.
  await handOverPasses(tx, buyers);
}
