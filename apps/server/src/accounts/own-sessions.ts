import type { OwnSessionListReply } from '@carillon/contract';
import type { Sessions } from '../platform/sessions/sessions.ts';
import type { SessionOwner } from '../platform/sessions/session.ts';
import { accountErrors } from './account-errors.ts';
import { deviceIdOf } from './device-store.ts';

/** Where somebody is logged in, staff member or buyer: the session that asks first, then the last used. */
export async function listOwnSessions(
  sessions: Pick<Sessions, 'list'>,
  owner: SessionOwner,
  own: string,
): Promise<OwnSessionListReply> {
  const found = await sessions.list(owner);
  const listed = found.map(({ id, device, way, startedAt, lastUsedAt }) => ({
    ...{ id: deviceIdOf(id), device, way, isThis: id === own },
    startedAt: startedAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  }));
  return { sessions: listed.sort((one, other) => Number(other.isThis) - Number(one.isThis)) };
}

/**
 * Logs one of somebody's own devices out, and closes its sockets everywhere.
 * @param deviceId as `listOwnSessions` calls it
 * @throws session_not_found
 */
export async function endOwnSession(
  sessions: Pick<Sessions, 'list' | 'end'>,
  owner: SessionOwner,
  deviceId: string,
): Promise<void> {
  const found = await sessions.list(owner);
  const meant = found.find(({ id }) => deviceIdOf(id) === deviceId);
  const ended = meant && (await sessions.end(meant.id, 'device_ended'));
  if (ended === undefined) throw accountErrors.session_not_found();
}
