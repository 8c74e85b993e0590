import { DISCONNECT_REASONS } from '@carillon/messaging';
import type { Users } from '@carillon/messaging';
import { keepSessions } from '../accounts/index.ts';
import type { Context } from '../platform/context.ts';

/** More logins than this have no socket on one node. */
const MAX_WATCHED = 50_000;

export interface SessionWatch {
  /** A socket was opened by this login session. */
  opened(session: string): void;
  /**
   * Lets the sessions that have a socket here live on, and closes the sockets of those that have ended elsewhere.
   * To be called every so often, well within a session's lifetime.
   */
  check(): Promise<void>;
}

/** Ties sockets to the login sessions that opened them. */
export function watchSessions(context: Context, users: Users): SessionWatch {
  const watched = new Set<string>();
  return {
    opened(session) {
      if (watched.size < MAX_WATCHED) watched.add(session);
    },
    async check() {
      for (const session of watched) if (users.sessionCount({ session }) === 0) watched.delete(session);
      for (const session of await keepSessions(context, [...watched])) {
        watched.delete(session);
        users.disconnect({ session }, DISCONNECT_REASONS.sessionExpired);
      }
    },
  };
}
