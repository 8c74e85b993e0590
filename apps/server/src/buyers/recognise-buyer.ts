import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { hashToken } from '../platform/ids.ts';
import { findAccounts, keepIdentity, lockPerson, moveAccount } from './buyer-store.ts';
import type { BuyerIdentity } from './buyer-store.ts';
import { claimAnonymous } from './settle-on-buyer.ts';

export interface Recognised {
  /** 64 hex digits, like the ids of anonymous buyers, but made of nothing that anybody has. */
  readonly buyerId: string;
  /** Accounts that turned out to be the same person's: what they have is the caller's to hand over, at once. */
  readonly joined: readonly string[];
}

/**
 * Finds the account of somebody with WeChat, or makes one. However many logins of the same person come at once, through
 * whichever of our apps that share a unionid, it is one account. Were they met by two apps before either was told the
 * unionid, the first account that they had takes the place of the other.
 */
export async function recogniseBuyer(
  tx: Tx,
  { clock, ids }: Pick<Context, 'clock' | 'ids'>,
  identity: BuyerIdentity,
): Promise<Recognised> {
  await lockPerson(tx, identity);
  const [known, ...joined] = await findAccounts(tx, identity);
  for (const from of joined) {
    const to = known ?? from;
    await claimAnonymous(tx, { clock }, { anonymousId: from, buyerId: to });
    await moveAccount(tx, { from, to });
  }
  // Not always the one that was found: a login that was told no unionid goes on beside one that was.
  const at = clock.now();
  const buyerId = await keepIdentity(tx, identity, { buyerId: known ?? hashToken(ids.token()), at });
  return { buyerId, joined };
}
