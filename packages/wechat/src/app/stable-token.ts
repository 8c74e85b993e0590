import { WeChatError } from '../errors/wechat-error.ts';
import { integerIn, textIn } from '../http/json.ts';
import { readAppOptions } from './app-context.ts';
import type { AppContext, AppOptions } from './app-context.ts';
import { callApp } from './call-app.ts';

/** A token is not begun to be used when it has less than this left: the call must still arrive. */
const LEAST_LIFE_MS = 60_000;

export interface StableTokenOptions extends AppOptions {
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
}

/** The app's access token, kept while it lives. */
export interface StableToken {
  /** A token with a minute or more to live. Callers at the same time share one fetch. */
  find(): Promise<string>;
  /**
   * Calls with a token. Should WeChat say that it is no longer good (40001, 40014, 42001), then once more with one
   * that is fetched afresh.
   */
  use<T>(call: (accessToken: string) => Promise<T>): Promise<T>;
}

interface Kept {
  readonly accessToken: string;
  readonly goodUntilMs: number;
}

/**
 * Keeps an app's access token by POST /cgi-bin/stable_token. WeChat answers the same token to whoever asks, with
 * what is left of its life, so nodes need not share it with each other. It is never forced to be renewed: that
 * would end the one in use elsewhere. Service accounts and mini programs, 获取稳定版接口调用凭据.
 *
 * Throws `wechat_configuration_invalid`; what it returns rejects with `wechat_secret_invalid`,
 * `wechat_appid_invalid`, `wechat_ip_unlisted` and others.
 */
export function createStableToken(options: StableTokenOptions): StableToken {
  const context = readAppOptions(options);
  const clock = options.clock ?? Date.now;
  let kept: Kept | undefined;
  let fetching: Promise<Kept> | undefined;

  async function find(): Promise<string> {
    if (kept && kept.goodUntilMs - clock() >= LEAST_LIFE_MS) return kept.accessToken;
    fetching ??= fetchToken(context, clock).finally(() => {
      fetching = undefined;
    });
    kept = await fetching;
    return kept.accessToken;
  }

  async function use<T>(call: (accessToken: string) => Promise<T>): Promise<T> {
    const accessToken = await find();
    try {
      return await call(accessToken);
    } catch (error) {
      if (!(error instanceof WeChatError) || error.code !== 'wechat_token_invalid') throw error;
      // Somebody else may have fetched another one meanwhile: that one is kept.
      if (kept?.accessToken === accessToken) kept = undefined;
      return call(await find());
    }
  }

  return { find, use };
}

async function fetchToken(context: AppContext, clock: () => number): Promise<Kept> {
  const { appid, secret } = context;
  const askedAtMs = clock();
  const body = { grant_type: 'client_credential', appid, secret };
  const { object, status } = await callApp(context, { path: '/cgi-bin/stable_token', body });
  const accessToken = textIn(object, 'access_token');
  const lifeS = integerIn(object, 'expires_in');
  if (accessToken === undefined || lifeS === undefined || lifeS <= 0) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat gave no access token.', { status });
  }
  return { accessToken, goodUntilMs: askedAtMs + lifeS * 1000 };
}
