import { describeDevice } from '../accounts/index.ts';
import { recogniseBuyer } from '../buyers/index.ts';
import type { BuyerIdentity } from '../buyers/index.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { buyerOwner } from '../platform/sessions/session.ts';
import type { LoginWay } from '../platform/sessions/session.ts';
import { handOver, joinBuyer } from './join-buyer.ts';

export interface BuyerLogin {
  /** Who WeChat says they are. */
  readonly identity: BuyerIdentity;
  readonly way: Extract<LoginWay, 'h5' | 'mini_program'>;
  /** The buyer whom only this browser's cookie told from others until now. */
  readonly anonymousId?: string | undefined;
  readonly userAgent: string | undefined;
}

/**
 * Logs a buyer in. In one transaction it finds their account, joins other accounts of theirs that were not known to be,
 * and what this browser did before. Then sessions of the accounts that are no more end, and sockets of who was
 * anonymous come back as the account's.
 * @returns the token of a fresh session
 */
export async function logBuyerIn(
  context: SessionContext,
  { identity, way, anonymousId, userAgent }: BuyerLogin,
): Promise<string> {
  const { database, sessions } = context;
  const { buyerId, joined } = await database.transaction(async (tx) => {
    const found = await recogniseBuyer(tx, context, identity);
    for (const from of found.joined) await handOver(tx, { from, to: found.buyerId });
    if (anonymousId !== undefined) await joinBuyer(tx, context, { anonymousId, buyerId: found.buyerId });
    return found;
  });
  for (const ended of joined) await sessions.seeToEnds(buyerOwner(ended), { reason: 'logged_out' });
  if (anonymousId !== undefined) await sessions.closeBuyerSockets(anonymousId, 'logged_in');
  return sessions.start({ ...buyerOwner(buyerId), way, device: describeDevice(userAgent) });
}
