import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import { deleteExpired, insertSession } from './account-store.ts';
import { describeDevice } from './describe-device.ts';
import { SESSION_LIFETIME_MS } from './staff.ts';

/**
 * Starts a fresh session for a staff member. Returns its token, which only their browser keeps.
 * @param userAgent what the browser says of itself, for the list of who is online
 */
export async function startSession(
  { database, clock, ids }: Context,
  { staffId, userAgent }: { staffId: number; userAgent: string | undefined },
): Promise<string> {
  const token = ids.token();
  const now = clock.now();
  await deleteExpired(database.db, now);
  await insertSession(database.db, {
    tokenHash: hashToken(token),
    staffId,
    startedAt: now,
    expiresAt: new Date(now.getTime() + SESSION_LIFETIME_MS),
    device: describeDevice(userAgent),
  });
  return token;
}
