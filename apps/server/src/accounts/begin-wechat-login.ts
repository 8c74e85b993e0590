import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import { accountErrors } from './account-errors.ts';
import { deleteExpired, insertLoginState } from './account-store.ts';
import { isConsolePath } from './return-path.ts';
import { LOGIN_STATE_LIFETIME_MS } from './staff.ts';

export interface LoginBeginning {
  /** Names the browser that logs in: its cookie, shared by all logins that it has begun. */
  readonly browserToken: string;
  /** Where the login shall lead: a page of the console. */
  readonly returnPath: string;
}

/**
 * Begins a login through WeChat. Returns the one-time `state` that goes to WeChat and comes back: random, kept
 * as a hash, good for ten minutes, and only in the browser that it was made for.
 * @throws return_path_refused
 */
export async function beginWeChatLogin(
  { database, clock, ids }: Context,
  { browserToken, returnPath }: LoginBeginning,
): Promise<string> {
  if (!isConsolePath(returnPath)) throw accountErrors.return_path_refused();
  const state = ids.token();
  const now = clock.now();
  await deleteExpired(database.db, now);
  await insertLoginState(database.db, {
    stateHash: hashToken(state),
    browserHash: hashToken(browserToken),
    returnPath,
    expiresAt: new Date(now.getTime() + LOGIN_STATE_LIFETIME_MS),
  });
  return state;
}
