import { PhoneError } from '../people/phone-errors.ts';
import { redirectTarget } from './authorize-request.ts';
import type { Login, LoginBook } from './login-book.ts';
import type { OauthCodes } from './oauth-codes.ts';

export interface LoginDesk {
  logins: LoginBook;
  codes: OauthCodes;
}

/** The phone has seen the QR; the page says so. Scanning again, also by someone else, is allowed until answered. */
export function scanLogin({ logins }: LoginDesk, uuid: string, personId: string): Login {
  return logins.change(demandOpen(logins, uuid), { stage: 'scanned', personId });
}

/** 同意: the page goes back with a code and the state. @throws PhoneError login_unknown, login_finished */
export function confirmLogin({ logins, codes }: LoginDesk, uuid: string, personId: string): Login {
  const login = demandOpen(logins, uuid);
  const code = codes.issue({ appid: login.appid, personId, scope: 'snsapi_login' });
  const redirectTo = redirectTarget(login.redirectUri, { code, state: login.state });
  return logins.change(login, { stage: 'confirmed', personId, code, redirectTo });
}

/**
 * 拒绝. WeChat's older documents send the page back with the state alone, the current ones leave it where it is:
 * `redirect` chooses. @throws PhoneError login_unknown, login_finished
 */
export function declineLogin(
  { logins }: LoginDesk,
  uuid: string,
  { redirect }: { redirect: boolean },
): Login {
  const login = demandOpen(logins, uuid);
  const redirectTo = redirect ? redirectTarget(login.redirectUri, { state: login.state }) : undefined;
  return logins.change(login, { stage: 'declined', ...(redirectTo !== undefined && { redirectTo }) });
}

function demandOpen(logins: LoginBook, uuid: string): Login {
  const login = logins.get(uuid);
  if (!login) {
    throw new PhoneError(
      'login_unknown',
      'There is no such login. Reload the login page and scan its new code.',
    );
  }
  if (login.stage === 'waiting' || login.stage === 'scanned') return login;
  throw new PhoneError(
    'login_finished',
    `This login is already ${login.stage}. Reload the login page and scan its new code.`,
  );
}
