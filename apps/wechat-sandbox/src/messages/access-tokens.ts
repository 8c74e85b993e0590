import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

const TOKEN_LIFE_MS = 7_200_000;
/** In its last five minutes a token is renewed, and both are good. */
const RENEWAL_MS = 5 * 60_000;
/** Forced sooner than this after another force, nothing is renewed. */
const FORCE_PAUSE_MS = 30_000;

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

/** The access token of the one service account. Source: 获取稳定版接口调用凭据. */
export interface AccessTokens {
  /** The current one with what is left of its life, renewed when that is little, or by force. */
  ask(options: { force: boolean }): { accessToken: string; leftS: number };
  isGood(accessToken: string): boolean;
  /** Ends all there are, as a force from elsewhere would. */
  end(): void;
}

export function createAccessTokens(clock: Clock, ids: Ids): AccessTokens {
  let good: Token[] = [];
  let forcedAt = -Infinity;

  return {
    ask({ force }) {
      const now = clock.now();
      const mayForce = force && now - forcedAt >= FORCE_PAUSE_MS;
      if (mayForce) [good, forcedAt] = [[], now];
      let current = good.at(-1);
      if (!current || current.expiresAt - now <= RENEWAL_MS) {
        current = { text: ids.token(136), expiresAt: now + TOKEN_LIFE_MS };
        good = [...good.slice(-1), current];
      }
      return { accessToken: current.text, leftS: Math.floor((current.expiresAt - now) / 1000) };
    },
    isGood: (accessToken) =>
      good.some(({ text, expiresAt }) => text === accessToken && expiresAt > clock.now()),
    end() {
      good = [];
    },
  };
}
