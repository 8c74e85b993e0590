import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import { accountErrors } from './account-errors.ts';
import { selectStaffIds } from './account-store.ts';
import { deviceIdOf } from './device-store.ts';

/**
 * Ends the login session of a device of a shop's staff, because one of the shop's owners wants it.
 * @throws device_not_found
 */
export async function endDevice(
  { database, sessions }: Pick<SessionContext, 'database' | 'sessions'>,
  { shopId, deviceId }: { shopId: number; deviceId: string },
): Promise<void> {
  for (const staffId of await selectStaffIds(database.db, shopId)) {
    const logins = await sessions.list(staffOwner(staffId));
    const login = logins.find(({ id }) => deviceIdOf(id) === deviceId);
    if (login === undefined) continue;
    await sessions.end(login.id, 'device_ended');
    return;
  }
  throw accountErrors.device_not_found();
}
