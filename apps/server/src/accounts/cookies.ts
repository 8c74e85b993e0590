import type { CookieSerializeOptions } from '@fastify/cookie';
import { LOGIN_STATE_LIFETIME_MS } from '../platform/login-states.ts';

export const STAFF_COOKIE = 'carillon_staff';
export const BUYER_COOKIE = 'carillon_buyer';
/** The session of a buyer who is logged in. */
export const ACCOUNT_COOKIE = 'carillon_account';
export const LOGIN_COOKIE = 'carillon_login';

/** Paths of the login through WeChat; its cookie goes nowhere else. */
export const WECHAT_LOGIN_PATH = '/api/staff/login/wechat';

const ONE_YEAR_S = 365 * 24 * 60 * 60;
/**
 * The server ends sessions; their cookie may outlive them. An open console keeps its session alive over the
 * socket, where no answer could renew a cookie.
 */
const THIRTY_DAYS_S = 30 * 24 * 60 * 60;

/** What `Ids.token` makes. */
export const TOKEN_PATTERN = /^[\w-]{43}$/;

/** Reads the cookie that names a browser which logs in; undefined for anything that we did not make. */
export function readLoginToken(cookie: string | undefined): string | undefined {
  return cookie !== undefined && TOKEN_PATTERN.test(cookie) ? cookie : undefined;
}

/** Attributes of our cookies: never read by scripts, never sent by other sites' forms and fetches. */
export interface CookieAttributes {
  readonly staff: CookieSerializeOptions;
  readonly buyer: CookieSerializeOptions;
  readonly account: CookieSerializeOptions;
  readonly login: CookieSerializeOptions;
}

/**
 * @param isSecure whether all browsers reach us by TLS. If that is not known, each request tells: a cookie that was
 *   set by TLS travels by nothing else.
 */
export function cookieAttributes(isSecure: boolean): CookieAttributes {
  const common = { httpOnly: true, sameSite: 'lax', secure: isSecure ? true : 'auto' } as const;
  return {
    staff: { ...common, path: '/', maxAge: THIRTY_DAYS_S },
    buyer: { ...common, path: '/', maxAge: ONE_YEAR_S },
    account: { ...common, path: '/', maxAge: THIRTY_DAYS_S },
    login: { ...common, path: WECHAT_LOGIN_PATH, maxAge: LOGIN_STATE_LIFETIME_MS / 1000 },
  };
}
