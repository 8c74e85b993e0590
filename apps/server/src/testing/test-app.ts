import { createApp } from '../app.ts';
import type { App } from '../app.ts';
import type { Config } from '../platform/config.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { PayClient, QrLogin } from '@carillon/wechat';
import { WeChatError } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { makeMerchant } from './test-merchant.ts';
import type { TestMerchant } from './test-merchant.ts';

export const LOGIN_APPID = 'wx-login-app';

interface TestAppOptions {
  readonly publicUrl?: string;
  readonly trustedProxies?: number;
  readonly redis?: Config['redis'];
  /** Instead of that of the app's own merchant. */
  readonly pay?: PayClient;
}

export interface TestApp extends App {
  readonly merchant: TestMerchant;
  /** Lets the login code of a person be exchanged, once. */
  issueCode(code: string, openid: string): void;
}

/** The whole server, not listening, with a merchant and a WeChat login of its own. */
export async function makeApp(
  context: Context,
  { publicUrl, trustedProxies = 0, redis, pay }: TestAppOptions = {},
): Promise<TestApp> {
  const merchant = makeMerchant(context.clock);
  const codes = new Map<string, string>();
  const client: QrLogin = {
    authorizeUrl: ({ redirectUri, state }) =>
      `https://open.wechat.test/connect/qrconnect?${new URLSearchParams({ redirect_uri: redirectUri, state }).toString()}`,
    exchangeCode: (code) => {
      const openid = codes.get(code);
      codes.delete(code);
      if (openid === undefined) {
        return Promise.reject(new WeChatError('wechat_login_code_used', 'The code is not good.'));
      }
      return Promise.resolve({ openid });
    },
  };
  const app = await createApp({
    config: { publicUrl, trustedProxies, redis, metricsToken: undefined, maxRequestsPerMinute: 100_000 },
    context,
    metrics: createMetrics(),
    wechat: { pay: pay ?? merchant.pay, login: { appid: LOGIN_APPID, client } },
  });
  return { ...app, merchant, issueCode: (code, openid) => void codes.set(code, openid) };
}
