import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

const MINUTE_MS = 60 * 1000;
/** A code is good for one exchange. Source: Open Platform, "网站应用微信登录", "网页授权". */
const CODE_LIFE_MS: Record<LoginScope, number> = {
  snsapi_login: 10 * MINUTE_MS,
  snsapi_base: 5 * MINUTE_MS,
  snsapi_userinfo: 5 * MINUTE_MS,
  'wx.login': 5 * MINUTE_MS,
};
const CODE_LIMIT = 1_000;

/** What the person let the app know: website login, in a page inside WeChat the openid alone or more, mini program. */
export type LoginScope = 'snsapi_login' | 'snsapi_base' | 'snsapi_userinfo' | 'wx.login';

interface IssuedCode {
  appid: string;
  personId: string;
  scope: LoginScope;
  expiresAt: number;
  used: boolean;
}

type Redemption =
  { outcome: 'ok'; personId: string; scope: LoginScope } | { outcome: 'invalid' } | { outcome: 'used' };

export interface OauthCodes {
  issue(grant: { appid: string; personId: string; scope: LoginScope }): string;
  redeem(appid: string, code: string): Redemption;
}

export function createOauthCodes(clock: Clock, ids: Ids): OauthCodes {
  const codes = new Map<string, IssuedCode>();
  return {
    issue(grant) {
      const code = `0${ids.token(31)}`;
      codes.set(code, { ...grant, expiresAt: clock.now() + CODE_LIFE_MS[grant.scope], used: false });
      const [oldest] = codes.keys();
      if (codes.size > CODE_LIMIT && oldest !== undefined) codes.delete(oldest);
      return code;
    },
    redeem(appid, code) {
      const issued = codes.get(code);
      if (issued?.appid !== appid || issued.expiresAt <= clock.now()) return { outcome: 'invalid' };
      if (issued.used) return { outcome: 'used' };
      issued.used = true;
      return { outcome: 'ok', personId: issued.personId, scope: issued.scope };
    },
  };
}
