import type { Context } from '../platform/context.ts';
import { extendSessions } from './account-store.ts';
import { SESSION_LIFETIME_MS } from './staff.ts';

/**
 * Counts an open console as use of its login session, for a quiet shop must not go deaf after two hours.
 * @param sessions ids of the sessions that have a socket here.
 * @returns those of them that have ended: logged out elsewhere, expired, or taken away.
 */
export async function keepSessions(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  sessions: readonly string[],
): Promise<string[]> {
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + SESSION_LIFETIME_MS);
  const kept = new Set(await extendSessions(database.db, { tokenHashes: sessions, now, expiresAt }));
  return sessions.filter((session) => !kept.has(session));
}
