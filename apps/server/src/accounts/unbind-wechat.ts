import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import { accountErrors } from './account-errors.ts';
import { deleteIdentities } from './identity-store.ts';
import { deleteBindingLinks } from './invitation-store.ts';
import { findPerson, lockLogin } from './people-store.ts';

/**
 * Takes all WeChat accounts off a staff member's record, and ends the sessions that came by them, but for the one that
 * asks.
 * @throws last_way_in to who has no password
 */
export async function unbindWeChat(
  { database, sessions }: Pick<SessionContext, 'database' | 'sessions'>,
  { staffId, session }: { staffId: number; session: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    await lockLogin(tx, staffId);
    const person = await findPerson(tx, staffId);
    if (person?.passwordHash == null) throw accountErrors.last_way_in();
    await deleteIdentities(tx, staffId);
    await deleteBindingLinks(tx, staffId);
  });
  await sessions.seeToEnds(staffOwner(staffId), {
    reason: 'device_ended',
    but: session,
    ways: ['wechat_qr', 'h5'],
  });
}
