import type { SessionContext } from '../platform/sessions/session-context.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import type { LoginWay } from '../platform/sessions/session.ts';
import { accountErrors } from './account-errors.ts';
import { describeDevice } from './describe-device.ts';
import { isDisabledEverywhere } from './people-store.ts';

export interface StaffLogin {
  readonly staffId: number;
  /** What the browser says of itself, for the list of who is online. */
  readonly userAgent: string | undefined;
  readonly way: LoginWay;
  /**
   * Looks once more whether they may come in, by throwing if not. It is asked when the session has begun: had what
   * they came by been taken away a moment before, whoever took it did not find this session, to end it.
   */
  readonly confirm?: () => Promise<void>;
}

/**
 * Starts a fresh session for a staff member. Returns its token, which only their browser keeps.
 * @throws staff_disabled, and what `confirm` throws; then no session is left
 */
export async function startSession(
  { database, sessions }: Pick<SessionContext, 'database' | 'sessions'>,
  { staffId, userAgent, way, confirm }: StaffLogin,
): Promise<string> {
  const token = await sessions.start({ ...staffOwner(staffId), way, device: describeDevice(userAgent) });
  try {
    await confirm?.();
    if (await isDisabledEverywhere(database.db, staffId)) throw accountErrors.staff_disabled();
    return token;
  } catch (error) {
    await sessions.logOut(token);
    throw error;
  }
}
