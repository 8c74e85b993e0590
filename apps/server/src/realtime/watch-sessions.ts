import { DISCONNECT_REASONS } from '@carillon/messaging';
import type { Users } from '@carillon/messaging';
import { buyerAccount, staffAccount } from '../platform/account-names.ts';
import type { OpenSessions } from '../platform/sessions/open-sessions.ts';
import type { SessionEnd } from '../platform/sessions/session-end.ts';
import { END_REASONS } from './end-reasons.ts';

/** More logins than this have no socket on one node. */
const MAX_WATCHED = 50_000;

export interface SessionWatch {
  /** A socket was opened by this login session. */
  opened(session: string): void;
  /**
   * Lets the sessions that have a socket here live on, for a quiet shop must not go deaf after two hours, and closes
   * the sockets of those that have ended. To be called every so often, well within a session's lifetime.
   */
  check(): Promise<void>;
}

/** Ties sockets to the login sessions that opened them: they close when it is told that those end, or found out. */
export function watchSessions(
  { sessions, ends }: Pick<OpenSessions, 'sessions' | 'ends'>,
  users: Users,
): SessionWatch {
  const watched = new Set<string>();
  ends.onEnd((end) => {
    users.disconnect(whoseSockets(end), END_REASONS[end.reason]);
  });
  return {
    opened(session) {
      if (watched.size < MAX_WATCHED) watched.add(session);
    },
    async check() {
      for (const session of watched) if (users.sessionCount({ session }) === 0) watched.delete(session);
      for (const session of await sessions.keep([...watched])) {
        watched.delete(session);
        users.disconnect({ session }, DISCONNECT_REASONS.sessionExpired);
      }
    },
  };
}

function whoseSockets(end: SessionEnd): { session: string } | { name: string } {
  if ('session' in end) return { session: end.session };
  return { name: 'staffId' in end ? staffAccount(end.staffId) : buyerAccount(end.buyerId) };
}
