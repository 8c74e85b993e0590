import { handOverAddresses } from '../addresses/index.ts';
import { claimAnonymous } from '../buyers/index.ts';
import { handOverMessages } from '../conversations/index.ts';
import { handOverOrders } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';

/**
 * Joins what somebody did before they logged in to their account: orders with their keys, addresses, messages; all of
 * it in one transaction or nothing. Repeated, it takes what has come since. What one account has taken goes to no
 * other, so two people who log in in one browser do not get each other's orders.
 * @param anonymousId the buyer of the browser's cookie, who has proved to have it
 * @param buyerId the account that logged in
 * @returns whether they are this account's
 */
export async function joinBuyer(
  context: Pick<Context, 'database' | 'clock'>,
  { anonymousId, buyerId }: { anonymousId: string; buyerId: string },
): Promise<boolean> {
  if (anonymousId === buyerId) return true;
  return context.database.transaction(async (tx) => {
    if (!(await claimAnonymous(tx, context, { anonymousId, buyerId }))) return false;
    const handOver = { from: anonymousId, to: buyerId };
    const orderIds = await handOverOrders(tx, handOver);
    await handOverMessages(tx, orderIds, handOver);
    await handOverAddresses(tx, handOver);
    return true;
  });
}
