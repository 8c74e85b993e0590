import { WeChatError } from '@carillon/wechat';
import type { WeChatErrorCode } from '@carillon/wechat';
import { describe, expect, test } from 'vitest';
import type { WeChat } from '../platform/wechat.ts';
import { checkCredentials } from './check-credentials.ts';

function refuse(code: WeChatErrorCode) {
  return async (): Promise<never> => Promise.reject(new WeChatError(code, 'no'));
}

function makeWeChat(pay: WeChatErrorCode, login: WeChatErrorCode): WeChat {
  return {
    pay: { queryTrade: refuse(pay) },
    login: { appid: 'wx-open', client: { exchangeCode: refuse(login) } },
  } as unknown as WeChat;
}

async function statesOf(wechat: WeChat | undefined): Promise<Record<string, string>> {
  const findings = await checkCredentials(wechat, 'https://shop.test');
  return Object.fromEntries(findings.map(({ credential, state }) => [credential, state]));
}

describe('the check of credentials', () => {
  test('takes a refusal of what was made up for belief in who asks', async () => {
    expect(await statesOf(makeWeChat('wechat_order_not_exist', 'wechat_login_code_invalid'))).toMatchObject({
      ...{ merchant: 'ok', pay_keys: 'ok', open_app: 'ok', public_url: 'ok' },
      ...{ official_account: 'missing', mini_program: 'missing', templates: 'missing' },
    });
  });

  test('tells a wrong secret from a line that is down, and our key from WeChat’s', async () => {
    expect(await statesOf(makeWeChat('wechat_serial_unknown', 'wechat_secret_invalid'))).toMatchObject({
      ...{ merchant: 'ok', pay_keys: 'wrong', open_app: 'wrong' },
    });
    expect(await statesOf(makeWeChat('wechat_timeout', 'wechat_unreachable'))).toMatchObject({
      ...{ merchant: 'unreachable', open_app: 'unreachable' },
    });
  });

  test('finds everything missing where nothing is entered', async () => {
    expect(new Set(Object.values(await statesOf(undefined)))).toEqual(new Set(['missing', 'ok']));
  });
});
