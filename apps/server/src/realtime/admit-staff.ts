import type { Authenticate } from '@carillon/messaging';
import { STAFF_COOKIE, findSession } from '../accounts/index.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { askLater } from './ask-later.ts';
import { staffListener } from './listener.ts';
import type { SessionWatch } from './watch-sessions.ts';

/** Lets staff in who are logged in, by their cookie; their socket keeps the login alive, and ends with it. */
export function admitStaff(context: SessionContext, sessions: SessionWatch): Authenticate {
  return async ({ cookies }) => {
    const session = await findSession(context, cookies[STAFF_COOKIE]).catch(askLater);
    if (session === undefined) return undefined;
    sessions.opened(session.id);
    return staffListener(session.staff.id, session.id);
  };
}
