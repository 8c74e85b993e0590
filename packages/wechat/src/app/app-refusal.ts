import type { WeChatErrorCode } from '../errors/error-table.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { integerIn, textIn } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';

/** WeChat, 全局返回码, and the error codes of each operation. */
const CODES = new Map<number, WeChatErrorCode>([
  [-1, 'wechat_busy'],
  [40001, 'wechat_token_invalid'],
  [40003, 'wechat_openid_unknown'],
  [40013, 'wechat_appid_invalid'],
  [40014, 'wechat_token_invalid'],
  [40029, 'wechat_login_code_invalid'],
  [40037, 'wechat_template_unknown'],
  [40125, 'wechat_secret_invalid'],
  [40163, 'wechat_login_code_used'],
  [40164, 'wechat_ip_unlisted'],
  [40226, 'wechat_risk_user'],
  [40243, 'wechat_secret_frozen'],
  [41008, 'wechat_login_code_missing'],
  [41030, 'wechat_page_unknown'],
  [42001, 'wechat_token_invalid'],
  [43004, 'wechat_not_following'],
  [43101, 'wechat_not_subscribed'],
  [43107, 'wechat_subscribe_banned'],
  [43108, 'wechat_send_concurrent'],
  [45009, 'wechat_quota_used'],
  [45011, 'wechat_frequency_limited'],
  [45168, 'wechat_message_sensitive'],
  [47001, 'wechat_format_invalid'],
  [47003, 'wechat_message_refused'],
  [48001, 'wechat_api_unauthorised'],
  [85431, 'wechat_busy'],
  [85437, 'wechat_card_code_unknown'],
  [85438, 'wechat_card_expired'],
  [85448, 'wechat_card_shown_already'],
  [85449, 'wechat_card_locked'],
  [85461, 'wechat_card_unavailable'],
  [85462, 'wechat_card_unavailable'],
  [10060001, 'wechat_shipping_payment_unknown'],
  [10060002, 'wechat_shipping_done_already'],
  [10060003, 'wechat_shipping_correction_spent'],
  [10060004, 'wechat_shipping_impossible'],
  [10060012, 'wechat_busy'],
  [10060023, 'wechat_shipping_done_already'],
  [10060031, 'wechat_shipping_payer_mismatch'],
  [268485196, 'wechat_shipping_payment_unknown'],
]);

/** Numbers that have no code of their own, by their range. */
const RANGES: readonly (readonly [least: number, most: number, code: WeChatErrorCode])[] = [
  [85432, 85447, 'wechat_card_refused'],
  [10060005, 10060099, 'wechat_shipping_refused'],
  [268485000, 268485999, 'wechat_shipping_refused'],
];

/**
 * The error in an answer of api.weixin.qq.com, or undefined if there is none. Errors come with HTTP 200 and
 * an errcode; the errmsg is for people and ends in the id that WeChat's support asks for.
 */
export function appRefusal(status: number, object: JsonObject | undefined): WeChatError | undefined {
  const errcode = object && integerIn(object, 'errcode');
  if (errcode !== undefined && errcode !== 0) {
    const requestId = / rid: ([\w-]{1,64})/.exec(textIn(object ?? {}, 'errmsg') ?? '')?.[1];
    const facts = { status, wechatCode: String(errcode), requestId };
    return new WeChatError(codeOf(errcode), `WeChat answered ${errcode}.`, facts);
  }
  if (status === 200 && object) return undefined;
  const code = status >= 500 ? 'wechat_system_error' : 'wechat_answer_unreadable';
  return new WeChatError(code, `WeChat answered ${status} without an errcode.`, { status });
}

function codeOf(errcode: number): WeChatErrorCode {
  const inRange = RANGES.find(([least, most]) => errcode >= least && errcode <= most)?.[2];
  return CODES.get(errcode) ?? inRange ?? 'wechat_refused';
}
