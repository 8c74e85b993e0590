import type { WeChatErrorCode } from '../errors/error-table.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { integerIn, textIn } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';

/** WeChat Open Platform, 通过code获取access_token, 错误码. */
const CODES = new Map<number, WeChatErrorCode>([
  [-1, 'wechat_busy'],
  [40013, 'wechat_appid_invalid'],
  [40029, 'wechat_login_code_invalid'],
  [40125, 'wechat_secret_invalid'],
  [40163, 'wechat_login_code_used'],
  [41008, 'wechat_login_code_missing'],
  [45011, 'wechat_frequency_limited'],
]);

/**
 * The error in an answer of api.weixin.qq.com, or undefined if there is none. Errors come with HTTP 200 and
 * an errcode; the errmsg is for people and ends in the id that WeChat's support asks for.
 */
export function loginRefusal(status: number, object: JsonObject | undefined): WeChatError | undefined {
  const errcode = object && integerIn(object, 'errcode');
  if (errcode !== undefined && errcode !== 0) {
    const requestId = / rid: ([\w-]{1,64})/.exec(textIn(object ?? {}, 'errmsg') ?? '')?.[1];
    const facts = { status, wechatCode: String(errcode), requestId };
    return new WeChatError(CODES.get(errcode) ?? 'wechat_refused', `WeChat answered ${errcode}.`, facts);
  }
  if (status === 200 && object) return undefined;
  const code = status >= 500 ? 'wechat_system_error' : 'wechat_answer_unreadable';
  return new WeChatError(code, `WeChat answered ${status} without an errcode.`, { status });
}
