import { MessagingError } from '@carillon/messaging';
import type { Authenticate } from '@carillon/messaging';
import { ACCOUNT_COOKIE, BUYER_COOKIE, findBuyer } from '../accounts/index.ts';
import { buyerNow } from '../buyers/index.ts';
import { bearerOf } from '../platform/http/bearer.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { askLater } from './ask-later.ts';
import { buyerListener } from './listener.ts';
import type { SessionWatch } from './watch-sessions.ts';

/**
 * Lets buyers in: those who are logged in, by their cookie or a mini program's bearer token, whose socket keeps the
 * login alive and ends with it; and those whom their browser's cookie tells from others. A token whose login ended lets
 * nobody in: its holder is to log in again. One who has just logged in and
 * still comes by the cookie from before is to come again: the browser has the new one in a moment.
 */
export function admitBuyers(context: SessionContext, sessions: SessionWatch): Authenticate {
  return async ({ cookies, headers, remoteAddress }) => {
    const bearer = bearerOf(headers);
    const account = bearer ?? cookies[ACCOUNT_COOKIE];
    const buyer = await findBuyer(context, { account, anonymous: cookies[BUYER_COOKIE] }).catch(askLater);
    if (buyer === undefined) return undefined;
    const { buyerId, session } = buyer;
    if (bearer !== undefined && session === undefined) return undefined;
    if (session !== undefined) sessions.opened(session.id);
    else if ((await buyerNow(context.database.db, buyerId, context.clock.now())) !== buyerId) {
      throw new MessagingError('unavailable');
    }
    return buyerListener(buyerId, remoteAddress, session?.id);
  };
}
