import { describe, expect, test } from 'vitest';
import { payRefusal } from './pay-refusal.ts';

function refusal(status: number, body: string, requestId = '08F7-268435456') {
  const headers = new Headers({ 'request-id': requestId });
  return payRefusal({ status, headers, body: Buffer.from(body) }, 'POST /v3/pay/transactions/native');
}

describe('an answer that is no success', () => {
  test.each([
    [400, 'PARAM_ERROR', 'wechat_param_error', 'final'],
    [400, 'INVALID_REQUEST', 'wechat_invalid_request', 'final'],
    [400, 'ORDER_CLOSED', 'wechat_order_closed', 'final'],
    [400, 'ORDERPAID', 'wechat_order_paid', 'final'],
    [401, 'SIGN_ERROR', 'wechat_sign_error', 'final'],
    [403, 'RULELIMIT', 'wechat_rule_limit', 'final'],
    [403, 'USER_ACCOUNT_ABNORMAL', 'wechat_account_error', 'final'],
    [404, 'ORDERNOTEXIST', 'wechat_order_not_exist', 'final'],
    [404, 'ORDER_NOT_EXIST', 'wechat_order_not_exist', 'final'],
    [429, 'FREQUENCY_LIMITED', 'wechat_frequency_limited', 'later'],
    [429, 'SOMETHING_NEW', 'wechat_frequency_limited', 'later'],
    [400, 'NO_STATEMENT_EXIST', 'wechat_bill_not_exist', 'final'],
    [400, 'STATEMENT_CREATING', 'wechat_bill_creating', 'later'],
    [403, 'NOTENOUGH', 'wechat_not_enough', 'final'],
    [202, 'USERPAYING', 'wechat_user_paying', 'unknown'],
    [500, 'SYSTEM_ERROR', 'wechat_system_error', 'unknown'],
    [400, 'SYSTEMERROR', 'wechat_system_error', 'unknown'],
    [500, 'BANKERROR', 'wechat_system_error', 'unknown'],
    [503, 'SOMETHING_NEW', 'wechat_system_error', 'unknown'],
    [500, 'INVALID_TRANSACTIONID', 'wechat_invalid_transaction_id', 'final'],
    [500, 'OPENID_MISMATCH', 'wechat_openid_mismatch', 'final'],
    [400, 'SOMETHING_NEW', 'wechat_refused', 'final'],
  ])('%i %s is %s, outcome %s', (status, wechatCode, code, outcome) => {
    expect(refusal(status, JSON.stringify({ code: wechatCode, message: 'm' }))).toMatchObject({
      code,
      outcome,
      status,
      wechatCode,
      requestId: '08F7-268435456',
    });
  });

  test.each([
    ['a proxy’s page', 404, '<html>not here</html>', 'wechat_answer_unreadable'],
    ['an empty body', 403, '', 'wechat_answer_unreadable'],
    ['a redirect', 302, '', 'wechat_answer_unreadable'],
    ['a gateway that gave up', 504, '<html>', 'wechat_system_error'],
    ['a JSON list', 400, '["PARAM_ERROR"]', 'wechat_answer_unreadable'],
  ])('%s leaves the outcome unknown', (_, status, body, code) => {
    expect(refusal(status, body)).toMatchObject({ code, outcome: 'unknown', status, wechatCode: undefined });
  });

  test.each([
    ['268498689', 'INVALID_REQUEST', 'wechat_order_paid'],
    ['268449538', 'INVALID_REQUEST', 'wechat_order_paid'],
    ['268447914', 'INVALID_REQUEST', 'wechat_order_closed'],
    ['268498688', 'INVALID_REQUEST', 'wechat_invalid_request'],
    ['268498689', 'PARAM_ERROR', 'wechat_param_error'],
  ])('with the number %s, %s is %s', (number, wechatCode, code) => {
    expect(refusal(400, JSON.stringify({ code: wechatCode }), `08F7-${number}`)).toMatchObject({ code });
  });

  test('names the field that WeChat names, and WeChat’s words', () => {
    const detail = { field: '/amount/total', value: 'a-secret', issue: 'minimum', location: 'body' };
    const error = refusal(400, JSON.stringify({ code: 'PARAM_ERROR', message: '参数错误', detail }));
    expect(error.field).toBe('/amount/total');
    expect(error.message).toContain('参数错误');
    expect(error.message).not.toContain('a-secret');
  });

  test('cuts a message that does not end', () => {
    const body = JSON.stringify({ code: 'PARAM_ERROR', message: 'x'.repeat(10_000) });
    expect(refusal(400, body).message.length).toBeLessThan(500);
  });
});
