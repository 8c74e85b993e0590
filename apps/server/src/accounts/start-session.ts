import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import type { LoginWay } from '../platform/sessions/session.ts';
import { describeDevice } from './describe-device.ts';

/**
 * Starts a fresh session for a staff member. Returns its token, which only their browser keeps.
 * @param userAgent what the browser says of itself, for the list of who is online
 */
export async function startSession(
  { sessions }: Pick<SessionContext, 'sessions'>,
  { staffId, userAgent, way }: { staffId: number; userAgent: string | undefined; way: LoginWay },
): Promise<string> {
  return sessions.start({ ...staffOwner(staffId), way, device: describeDevice(userAgent) });
}
