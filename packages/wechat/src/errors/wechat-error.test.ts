import { describe, expect, test } from 'vitest';
import { WeChatError } from './wechat-error.ts';

describe('a WeChatError', () => {
  test('says what happened and what to do, and takes its outcome from the table', () => {
    const error = new WeChatError('wechat_timeout', 'WeChat did not answer.');
    expect(error.message).toBe('WeChat did not answer. Ask again with the same number, or query.');
    expect(error.outcome).toBe('unknown');
    expect(error.name).toBe('WeChatError');
  });

  test('says whether it is forged', () => {
    expect(new WeChatError('wechat_signature_invalid', 'No.')).toMatchObject({
      forged: true,
      outcome: 'unknown',
    });
    expect(new WeChatError('wechat_order_closed', 'No.')).toMatchObject({ forged: false, outcome: 'final' });
  });

  test('has status 0 when there was no answer', () => {
    expect(new WeChatError('wechat_unreachable', 'Nobody.').status).toBe(0);
  });

  test('keeps what WeChat’s support asks for', () => {
    const facts = { status: 400, wechatCode: 'PARAM_ERROR', requestId: 'R-1', field: '/amount/total' };
    expect(new WeChatError('wechat_param_error', 'No.', facts)).toMatchObject(facts);
  });
});
