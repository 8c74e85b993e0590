import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import { findAccount, keepIdentity, lockPerson } from './buyer-store.ts';
import type { BuyerIdentity } from './buyer-store.ts';

/**
 * Finds the account of somebody with WeChat, or makes one. However many logins of the same person come at once, through
 * whichever of our apps that share a unionid, it is one account.
 * @returns the buyer's id: 64 hex digits, like those of anonymous buyers, but made of nothing that anybody has
 */
export async function recogniseBuyer(
  { database, clock, ids }: Pick<Context, 'database' | 'clock' | 'ids'>,
  identity: BuyerIdentity,
): Promise<string> {
  return database.transaction(async (tx) => {
    await lockPerson(tx, identity);
    const buyerId = (await findAccount(tx, identity)) ?? hashToken(ids.token());
    // Not always this one: a login that was told no unionid goes on beside one that was.
    return keepIdentity(tx, identity, { buyerId, at: clock.now() });
  });
}
