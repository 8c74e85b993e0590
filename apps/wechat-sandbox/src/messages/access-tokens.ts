import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';

const TOKEN_LIFE_MS = 7_200_000;
/** In its last five minutes a token is renewed, and both are good. */
const RENEWAL_MS = 5 * 60_000;
/** Forced sooner than this after another force, nothing is renewed. */
const FORCE_PAUSE_MS = 30_000;
const MAX_FORCES_PER_DAY = 20;
const DAY_MS = 24 * 60 * 60_000;
/** WeChat counts by China's days. */
const CHINA_AHEAD_MS = 8 * 60 * 60_000;

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

/** The access token of one app. Source: 获取稳定版接口调用凭据. */
export interface AccessTokens {
  /**
   * The current one with what is left of its life, renewed when that is little, or by force; undefined when it was
   * renewed by force too often today.
   */
  ask(options: { force: boolean }): { accessToken: string; leftS: number } | undefined;
  isGood(accessToken: string): boolean;
  /** Ends all there are, as a force from elsewhere would. */
  end(): void;
}

export function createAccessTokens(clock: Pick<Clock, 'now'>, ids: Pick<Ids, 'token'>): AccessTokens {
  let good: Token[] = [];
  let forcedAt = -Infinity;
  let forcesOf = { day: 0, count: 0 };

  /** @returns whether there was one left today */
  function takeForce(now: number): boolean {
    const day = Math.floor((now + CHINA_AHEAD_MS) / DAY_MS);
    const count = forcesOf.day === day ? forcesOf.count : 0;
    if (count >= MAX_FORCES_PER_DAY) return false;
    forcesOf = { day, count: count + 1 };
    return true;
  }

  return {
    ask({ force }) {
      const now = clock.now();
      const mayForce = force && now - forcedAt >= FORCE_PAUSE_MS;
      if (mayForce) {
        if (!takeForce(now)) return undefined;
        [good, forcedAt] = [[], now];
      }
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
