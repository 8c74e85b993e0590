import { createApp } from '../app.ts';
import type { App } from '../app.ts';
import type { Config } from '../platform/config.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { PayClient, WebIdentity } from '@carillon/wechat';
import { WeChatError } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import type { ServiceAccount } from '../platform/wechat.ts';
import { makeMerchant } from './test-merchant.ts';
import type { TestMerchant } from './test-merchant.ts';

export const LOGIN_APPID = 'wx-login-app';
/** The service account, which is also the app that is paid. */
export const SERVICE_APPID = 'wx0000000000000001';
const MINI_APPID = 'wx-mini-app';
/** What a browser inside WeChat calls itself. */
export const INSIDE_WECHAT = 'Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0.50';

interface TestAppOptions {
  readonly publicUrl?: string;
  readonly trustedProxies?: number;
  readonly redis?: Config['redis'];
  /** Instead of that of the app's own merchant. */
  readonly pay?: PayClient;
  /** Whether buyers can log in: inside WeChat and in the mini program. */
  readonly withServiceAccount?: boolean;
}

export interface TestApp extends App {
  readonly merchant: TestMerchant;
  /** Lets the login code of a person be exchanged, once. */
  issueCode(code: string, openid: string, more?: { unionid?: string; isSnapshotUser?: boolean }): void;
}

/** The whole server, not listening, with a merchant and a WeChat login of its own. */
export async function makeApp(
  context: Context,
  { publicUrl, trustedProxies = 0, redis, pay, withServiceAccount = false }: TestAppOptions = {},
): Promise<TestApp> {
  const merchant = makeMerchant(context.clock);
  const codes = new Map<string, WebIdentity>();
  const authorizeUrl = (page: string) => (query: { redirectUri: string; state: string }) =>
    `https://open.wechat.test/connect/${page}?${new URLSearchParams({ redirect_uri: query.redirectUri, state: query.state }).toString()}`;
  const exchangeCode = (code: string): Promise<WebIdentity> => {
    const identity = codes.get(code);
    codes.delete(code);
    if (identity !== undefined) return Promise.resolve(identity);
    return Promise.reject(new WeChatError('wechat_login_code_used', 'The code is not good.'));
  };
  const serviceAccount = {
    appid: SERVICE_APPID,
    webLogin: { authorizeUrl: authorizeUrl('oauth2/authorize'), exchangeCode },
  } as ServiceAccount;
  const app = await createApp({
    config: {
      ...{ publicUrl, trustedProxies, redis, passMaxPriceFen: 500_000 },
      ...{ metricsToken: undefined, maxRequestsPerMinute: 100_000 },
    },
    context,
    metrics: createMetrics(),
    wechat: {
      pay: pay ?? merchant.pay,
      login: { appid: LOGIN_APPID, client: { authorizeUrl: authorizeUrl('qrconnect'), exchangeCode } },
      ...(withServiceAccount && {
        serviceAccount,
        miniLogin: { appid: MINI_APPID, client: { exchangeCode } },
      }),
    },
  });
  return {
    ...{ ...app, merchant },
    issueCode: (code, openid, more) => void codes.set(code, { openid, isSnapshotUser: false, ...more }),
  };
}
