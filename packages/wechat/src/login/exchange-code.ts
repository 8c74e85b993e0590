import { WeChatError } from '../errors/wechat-error.ts';
import { parseObject, textIn } from '../http/json.ts';
import { sendRequest } from '../http/send-request.ts';
import type { Line } from '../http/send-request.ts';
import { loginRefusal } from './login-refusal.ts';

/** Who scanned the login code. */
export interface WeChatIdentity {
  /** The person's id for this app; another app sees another one. */
  readonly openid: string;
  /** The same for all apps of one Open Platform account; absent until the app may read user information. */
  readonly unionid?: string | undefined;
}

/** What the exchange stands on. */
export interface ExchangeContext {
  readonly apiBaseUrl: URL;
  readonly appid: string;
  readonly secret: string;
  readonly line: Line;
}

/**
 * Exchanges a login code, which is good once and for ten minutes, for the person's identity. The access
 * token that comes with it is dropped: nothing here asks for the person's profile. WeChat Open Platform,
 * 网站应用微信登录开发指南, step 2.
 *
 * Throws `wechat_login_code_invalid`, `wechat_login_code_used` and others; WeChat answers 200 for errors too.
 */
export async function exchangeCode(context: ExchangeContext, code: string): Promise<WeChatIdentity> {
  if (code === '') throw new WeChatError('wechat_login_code_missing', 'There is no login code.');
  const url = new URL('/sns/oauth2/access_token', context.apiBaseUrl);
  url.search = new URLSearchParams({
    appid: context.appid,
    secret: context.secret,
    code,
    grant_type: 'authorization_code',
  }).toString();
  const headers = { accept: 'application/json', 'user-agent': 'Carillon' };
  const { status, body } = await sendRequest(context.line, { method: 'GET', url, headers });
  const object = parseObject(body);
  const refusal = loginRefusal(status, object);
  if (refusal) throw refusal;
  const openid = object && textIn(object, 'openid');
  if (!openid) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat named nobody for the login code.', { status });
  }
  return { openid, unionid: textIn(object, 'unionid') };
}
