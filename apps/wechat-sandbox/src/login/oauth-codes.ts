import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

/** A website login's code lives 10 minutes and is good for one exchange. Source: Open Platform, "网站应用微信登录". */
const CODE_LIFE_MS = 10 * 60 * 1000;
const CODE_LIMIT = 1_000;

interface IssuedCode {
  appid: string;
  personId: string;
  expiresAt: number;
  used: boolean;
}

type Redemption = { outcome: 'ok'; personId: string } | { outcome: 'invalid' } | { outcome: 'used' };

export interface OauthCodes {
  issue(appid: string, personId: string): string;
  redeem(appid: string, code: string): Redemption;
}

export function createOauthCodes(clock: Clock, ids: Ids): OauthCodes {
  const codes = new Map<string, IssuedCode>();
  return {
    issue(appid, personId) {
      const code = `0${ids.token(31)}`;
      codes.set(code, { appid, personId, expiresAt: clock.now() + CODE_LIFE_MS, used: false });
      const [oldest] = codes.keys();
      if (codes.size > CODE_LIMIT && oldest !== undefined) codes.delete(oldest);
      return code;
    },
    redeem(appid, code) {
      const issued = codes.get(code);
      if (issued?.appid !== appid || issued.expiresAt <= clock.now()) return { outcome: 'invalid' };
      if (issued.used) return { outcome: 'used' };
      issued.used = true;
      return { outcome: 'ok', personId: issued.personId };
    },
  };
}
