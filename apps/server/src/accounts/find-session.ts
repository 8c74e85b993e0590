import type { SessionContext } from '../platform/sessions/session-context.ts';
import { findStaff } from './account-store.ts';
import type { Staff } from './staff.ts';

export interface StaffSession {
  /** Names the session without giving it away: the hash of its token. */
  readonly id: string;
  /** Looked up now: what they are at which shop may have changed since they logged in. */
  readonly staff: Staff;
}

/** Finds the live session of a token and lets it live on: it ends two hours after it was last used. */
export async function findSession(
  { database, sessions }: Pick<SessionContext, 'database' | 'sessions'>,
  token: string | undefined,
): Promise<StaffSession | undefined> {
  const session = await sessions.find(token);
  if (session?.kind !== 'staff') return undefined;
  const staff = await findStaff(database.db, Number(session.subject));
  return staff && { id: session.id, staff };
}
