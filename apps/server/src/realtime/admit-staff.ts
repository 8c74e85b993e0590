import type { Authenticate } from '@carillon/messaging';
import { STAFF_COOKIE, findSession } from '../accounts/index.ts';
import type { Context } from '../platform/context.ts';
import { staffListener } from './listener.ts';
import type { SessionWatch } from './watch-sessions.ts';

/** Lets staff in who are logged in, by their cookie; their socket keeps the login alive, and ends with it. */
export function admitStaff(context: Context, sessions: SessionWatch): Authenticate {
  return async ({ cookies }) => {
    const session = await findSession(context, cookies[STAFF_COOKIE]);
    if (session === undefined) return undefined;
    sessions.opened(session.id);
    return staffListener(session.staff.id, session.id);
  };
}
