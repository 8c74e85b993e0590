import { WeChatError } from '@carillon/wechat';
import type { WeChatErrorCode } from '@carillon/wechat';
import { describe, expect, test } from 'vitest';
import type { WeChat } from '../platform/wechat.ts';
import { checkWeChat } from './check-wechat.ts';
import type { Finding } from './finding.ts';

const HTTPS = 'https://shop.example';

function refuse(code: WeChatErrorCode) {
  return async (): Promise<never> => Promise.reject(new WeChatError(code, 'no'));
}

/** A WeChat that answers so to what the doctor asks it about payment and the staff's login. */
function makeWeChat(pay: WeChatErrorCode, login: WeChatErrorCode): WeChat {
  return {
    pay: { queryTrade: refuse(pay) },
    login: { appid: 'wx-open', client: { exchangeCode: refuse(login) } },
  } as unknown as WeChat;
}

async function findingsOf(wechat: WeChat | undefined, publicUrl?: string): Promise<Record<string, Finding>> {
  const findings = await checkWeChat(wechat, publicUrl);
  return Object.fromEntries(findings.map((finding) => [finding.name, finding]));
}

describe('what the doctor says of WeChat’s credentials', () => {
  test('is that they work when WeChat believes us, and which may be left out', async () => {
    const found = await findingsOf(makeWeChat('wechat_order_not_exist', 'wechat_login_code_invalid'), HTTPS);
    for (const name of ['wechat merchant', 'wechat pay keys', 'wechat qr login', 'public address']) {
      expect(found[name]?.state).toBe('ok');
    }
    for (const name of ['wechat service account', 'wechat mini program', 'wechat push', 'wechat templates']) {
      expect(found[name]).toMatchObject({
        state: 'none',
        detail: expect.stringMatching(/^not entered: /) as string,
      });
    }
  });

  test('is which of them is wrong, and where to mend it', async () => {
    const found = await findingsOf(makeWeChat('wechat_sign_error', 'wechat_secret_invalid'), HTTPS);
    expect(found['wechat merchant']).toMatchObject({
      state: 'fail',
      detail: 'wechat_sign_error',
      advice: expect.stringContaining('apiclient_key.pem, payAppid: docs/wechat-setup.md#merchant') as string,
    });
    expect(found['wechat qr login']).toMatchObject({
      state: 'fail',
      advice: expect.stringContaining('openSecret: docs/wechat-setup.md#open-app') as string,
    });
  });

  test('is that WeChat did not answer, when it did not', async () => {
    const found = await findingsOf(makeWeChat('wechat_unreachable', 'wechat_timeout'), HTTPS);
    expect(found['wechat merchant']).toMatchObject({ state: 'fail', detail: 'wechat_unreachable' });
    expect(found['wechat qr login']).toMatchObject({ state: 'fail', detail: 'wechat_timeout' });
  });

  test('is said once when there are none', async () => {
    expect(await checkWeChat(undefined, HTTPS)).toMatchObject([
      { name: 'public address', state: 'ok' },
      { name: 'wechat', state: 'warn', detail: 'no credentials: nothing can be paid' },
    ]);
  });

  test.each([
    [undefined, 'warn'],
    ['http://shop.example', 'fail'],
    [HTTPS, 'ok'],
  ])('is of the address %s: %s', async (publicUrl, state) => {
    expect((await findingsOf(undefined, publicUrl))['public address']?.state).toBe(state);
  });

  test('hides no fault that is none of WeChat’s', async () => {
    const broken = new Error('no such thing');
    const wechat = { pay: { queryTrade: async () => Promise.reject(broken) } } as unknown as WeChat;
    await expect(checkWeChat(wechat, HTTPS)).rejects.toBe(broken);
  });
});
