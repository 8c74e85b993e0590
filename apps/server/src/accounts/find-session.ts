import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import { extendSessions, findSession as selectSession } from './account-store.ts';
import { SESSION_LIFETIME_MS } from './staff.ts';
import type { Staff } from './staff.ts';

/** Use within this time of the last does not write to the database. */
const EXTEND_AT_MOST_EVERY_MS = 60_000;

export interface StaffSession {
  /** Names the session without giving it away: the hash of its token. */
  readonly id: string;
  readonly staff: Staff;
}

/** Finds the live session of a token and lets it live on: it ends two hours after it was last used. */
export async function findSession(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  token: string | undefined,
): Promise<StaffSession | undefined> {
  if (token === undefined || !/^[\w-]{43}$/.test(token)) return undefined;
  const now = clock.now();
  const id = hashToken(token);
  const found = await selectSession(database.db, { tokenHash: id, now });
  if (found === undefined) return undefined;
  const expiresAt = new Date(now.getTime() + SESSION_LIFETIME_MS);
  if (expiresAt.getTime() - found.expiresAt.getTime() >= EXTEND_AT_MOST_EVERY_MS) {
    await extendSessions(database.db, { tokenHashes: [id], now, expiresAt });
  }
  return { id, staff: found.staff };
}
