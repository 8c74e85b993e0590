import type { WeChatErrorCode } from '../errors/error-table.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { objectIn, parseObject, textIn } from '../http/json.ts';
import type { Answer } from '../http/send-request.ts';

/**
 * WeChat Pay's codes without their underscores: older documents leave them out (ORDERNOTEXIST, RULELIMIT).
 * WeChat Pay APIv3, 错误码 of 下单, 查询订单, 关闭订单, 申请退款, 付款码支付, 申请交易账单.
 */
const CODES = new Map<string, WeChatErrorCode>([
  ['USERPAYING', 'wechat_user_paying'],
  ['PARAMERROR', 'wechat_param_error'],
  ['INVALIDREQUEST', 'wechat_invalid_request'],
  ['APPIDMCHIDNOTMATCH', 'wechat_appid_mchid_not_match'],
  ['MCHNOTEXISTS', 'wechat_mch_not_exists'],
  ['ORDERCLOSED', 'wechat_order_closed'],
  ['ORDERPAID', 'wechat_order_paid'],
  ['ORDERNOTEXIST', 'wechat_order_not_exist'],
  ['RESOURCENOTEXISTS', 'wechat_resource_not_exists'],
  ['OUTTRADENOUSED', 'wechat_out_trade_no_used'],
  ['SIGNERROR', 'wechat_sign_error'],
  ['NOAUTH', 'wechat_no_auth'],
  ['RULELIMIT', 'wechat_rule_limit'],
  ['TRADEERROR', 'wechat_trade_error'],
  ['ACCOUNTERROR', 'wechat_account_error'],
  ['USERACCOUNTABNORMAL', 'wechat_account_error'],
  ['NOTENOUGH', 'wechat_not_enough'],
  ['INVALIDTRANSACTIONID', 'wechat_invalid_transaction_id'],
  ['OPENIDMISMATCH', 'wechat_openid_mismatch'],
  ['FREQUENCYLIMITED', 'wechat_frequency_limited'],
  ['RATELIMITEXCEEDED', 'wechat_frequency_limited'],
  ['AUTHCODEEXPIRE', 'wechat_auth_code_refused'],
  ['AUTHCODEEXPIRED', 'wechat_auth_code_refused'],
  ['AUTHCODEERROR', 'wechat_auth_code_refused'],
  ['AUTHCODEINVALID', 'wechat_auth_code_refused'],
  ['BUYERMISMATCH', 'wechat_buyer_mismatch'],
  ['ORDERREVERSED', 'wechat_order_reversed'],
  ['NOSTATEMENTEXIST', 'wechat_bill_not_exist'],
  ['STATEMENTCREATING', 'wechat_bill_creating'],
  ['SYSTEMERROR', 'wechat_system_error'],
  ['BANKERROR', 'wechat_system_error'],
]);

/**
 * The number at the end of Request-ID says more than INVALID_REQUEST, which stands for much. Tencent's
 * troubleshooting guide for WeChat Pay, 排障手册.
 */
const NUMBERS = new Map<string, WeChatErrorCode>([
  ['268449538', 'wechat_order_paid'],
  ['268498689', 'wechat_order_paid'],
  ['268447914', 'wechat_order_closed'],
]);

/** WeChat's wording goes into a log line, however long it is. */
const WORDING_LIMIT_CHARACTERS = 200;

/**
 * Turns an answer that is no success into its error. A known code decides over the status, so that
 * INVALID_TRANSACTIONID is final although it comes with 500. A body without a code is not WeChat's, and
 * then the outcome is unknown whatever the status says.
 */
export function payRefusal(answer: Answer, name: string): WeChatError {
  const { status } = answer;
  const body = parseObject(answer.body) ?? {};
  const wechatCode = textIn(body, 'code');
  const facts = {
    status,
    wechatCode,
    requestId: answer.headers.get('request-id') ?? undefined,
    field: textIn(objectIn(body, 'detail') ?? {}, 'field'),
  };
  const wording = (textIn(body, 'message') ?? '').slice(0, WORDING_LIMIT_CHARACTERS);
  const what = `WeChat Pay answered ${status} ${wechatCode ?? 'without a code'} to ${name}${wording && `: ${wording}`}.`;
  const code = codeOf(status, wechatCode);
  const number = /-(\d{6,12})$/.exec(facts.requestId ?? '')?.[1] ?? '';
  const precise = code === 'wechat_invalid_request' ? NUMBERS.get(number) : undefined;
  return new WeChatError(precise ?? code, what, facts);
}

function codeOf(status: number, wechatCode: string | undefined): WeChatErrorCode {
  const known = wechatCode && CODES.get(wechatCode.replaceAll('_', '').toUpperCase());
  if (known) return known;
  if (status >= 500) return 'wechat_system_error';
  if (status === 429) return 'wechat_frequency_limited';
  return wechatCode && status >= 400 ? 'wechat_refused' : 'wechat_answer_unreadable';
}
