import { hashToken } from '../platform/ids.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { LoginWay } from '../platform/sessions/session.ts';
import { TOKEN_PATTERN } from './cookies.ts';

/** A buyer: one with an account who is logged in, or one whom only their browser's cookie tells from others. */
export interface FoundBuyer {
  readonly buyerId: string;
  /** undefined for one who is not logged in. */
  readonly session: { readonly id: string; readonly way: LoginWay } | undefined;
}

/**
 * Finds the buyer of a request or a handshake. A login counts before the cookie that every browser is given; what is
 * no login of a buyer, or ended, is passed over.
 * @param tokens `account`: of the session, from its cookie or a bearer token; `anonymous`: the other cookie's
 */
export async function findBuyer(
  { sessions }: Pick<SessionContext, 'sessions'>,
  tokens: { account: string | undefined; anonymous: string | undefined },
): Promise<FoundBuyer | undefined> {
  const session = await sessions.find(tokens.account);
  if (session?.kind === 'buyer') return { buyerId: session.subject, session };
  const buyerId = readBuyerToken(tokens.anonymous);
  return buyerId === undefined ? undefined : { buyerId, session: undefined };
}

/**
 * The buyer's id of a cookie's value, or undefined when it is none of our tokens. The id is the token's hash, so
 * that neither the database nor a log holds what would open someone's orders.
 */
export function readBuyerToken(token: string | undefined): string | undefined {
  return token !== undefined && TOKEN_PATTERN.test(token) ? hashToken(token) : undefined;
}
