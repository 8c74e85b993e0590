import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

/** The code on the buyer's phone changes each minute. */
const CODE_LIFE_MS = 60_000;
const CODE_LIMIT = 1_000;
/** Mainland codes begin with 10 to 14. */
const PREFIX = '13';

interface AuthCode {
  authCode: string;
  personId: string;
  expiresAt: number;
  used: boolean;
}

/** 付款码: the 18 digits that a buyer shows to the shop's scanner. One code pays once. Kept in memory only. */
export interface AuthCodes {
  /** The code on this person's screen: the one that lives, or a new one. */
  show(personId: string): AuthCode;
  /** Whose it is, once; undefined when it is unknown, used or too old. */
  use(authCode: string): string | undefined;
}

export function createAuthCodes(clock: Clock, ids: Ids): AuthCodes {
  const codes = new Map<string, AuthCode>();
  const lives = ({ used, expiresAt }: AuthCode) => !used && expiresAt > clock.now();

  return {
    show(personId) {
      const shown = [...codes.values()].find((code) => code.personId === personId && lives(code));
      if (shown) return shown;
      const code: AuthCode = {
        authCode: `${PREFIX}${ids.digits(16)}`,
        personId,
        expiresAt: clock.now() + CODE_LIFE_MS,
        used: false,
      };
      codes.set(code.authCode, code);
      const [oldest] = codes.keys();
      if (codes.size > CODE_LIMIT && oldest !== undefined) codes.delete(oldest);
      return code;
    },
    use(authCode) {
      const code = codes.get(authCode);
      if (!code || !lives(code)) return undefined;
      codes.set(authCode, { ...code, used: true });
      return code.personId;
    },
  };
}
