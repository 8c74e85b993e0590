import type { Context } from '../platform/context.ts';
import { keepLoginState } from '../platform/login-states.ts';
import { accountErrors } from './account-errors.ts';
import { isConsolePath } from './return-path.ts';
import type { LoginPurpose, StaffApp } from './staff-apps.ts';

export interface LoginBeginning {
  /** Names the browser that logs in: its cookie, shared by all logins that it has begun. */
  readonly browserToken: string;
  /** Where the login shall lead: a page of the console. */
  readonly returnPath: string;
  readonly app: StaffApp;
  readonly purpose: LoginPurpose;
  /** For `bind`: whose record the WeChat account goes on. For `accept`: the hash of the invitation's token. */
  readonly subject: string | null;
}

/**
 * Begins a login of staff through WeChat. Returns the one-time `state` that goes to WeChat and comes back.
 * @throws return_path_refused
 */
export async function beginWeChatLogin(
  context: Context,
  { browserToken, ...state }: LoginBeginning,
): Promise<string> {
  if (!isConsolePath(state.returnPath)) throw accountErrors.return_path_refused();
  return keepLoginState(context, browserToken, state);
}
