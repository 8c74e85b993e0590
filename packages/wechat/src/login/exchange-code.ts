import type { AppContext } from '../app/app-context.ts';
import { callApp } from '../app/call-app.ts';
import type { AppAnswer } from '../app/call-app.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { textIn } from '../http/json.ts';

/** Who logged in. */
export interface WeChatIdentity {
  /** The person's id for this app; another app sees another one. */
  readonly openid: string;
  /** The same for all apps of one Open Platform account; absent until the app may read user information. */
  readonly unionid?: string | undefined;
}

/**
 * Exchanges a login code, which is good once, for WeChat's answer with the person's identity. WeChat Open Platform,
 * 网站应用微信登录开发指南, step 2; service accounts, 网页授权, step 2.
 *
 * Throws `wechat_login_code_missing`, `wechat_login_code_invalid`, `wechat_login_code_used` and others.
 */
export async function exchangeCode(context: AppContext, code: string): Promise<AppAnswer> {
  if (code === '') throw new WeChatError('wechat_login_code_missing', 'There is no login code.');
  const { appid, secret } = context;
  const query = { appid, secret, code, grant_type: 'authorization_code' };
  return callApp(context, { path: '/sns/oauth2/access_token', query });
}

/**
 * The person in an answer to a login. The tokens and keys that come with it are dropped: nothing here asks for the
 * person's profile. Throws `wechat_answer_unreadable`.
 */
export function identityIn({ object, status }: AppAnswer): WeChatIdentity {
  const openid = textIn(object, 'openid');
  if (openid === undefined) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat named nobody for the login code.', { status });
  }
  return { openid, unionid: textIn(object, 'unionid') };
}
