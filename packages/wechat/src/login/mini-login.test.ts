import { describe, expect, test } from 'vitest';
import { answering } from '../testing/pay-stand-in.ts';
import { createMiniLogin } from './mini-login.ts';

function login(answer: object, code = '0a3Kj') {
  const { fetch, sent } = answering(() => Response.json(answer));
  const client = createMiniLogin({
    apiBaseUrl: 'https://api.example',
    appid: 'wx9999999999999999',
    secret: 's&',
    fetch,
  });
  return { exchange: client.exchangeCode(code), sent };
}

describe('the login of a mini program', () => {
  test('tells who opened it, and keeps the session key to itself', async () => {
    const { exchange, sent } = login({ openid: 'oM', session_key: 'secret==', unionid: 'u' });
    expect(await exchange).toEqual({ openid: 'oM', unionid: 'u' });
    expect(sent).toMatchObject([
      {
        method: 'GET',
        url: 'https://api.example/sns/jscode2session?appid=wx9999999999999999&secret=s%26&js_code=0a3Kj&grant_type=authorization_code',
      },
    ]);
  });

  test.each([
    [40029, 'wechat_login_code_invalid'],
    [40163, 'wechat_login_code_used'],
    [40226, 'wechat_risk_user'],
    [45011, 'wechat_frequency_limited'],
  ])('answered errcode %i is %s', async (errcode, code) => {
    await expect(login({ errcode, errmsg: 'no' }).exchange).rejects.toMatchObject({ code });
  });

  test('of no code is not asked', async () => {
    const { exchange, sent } = login({}, '');
    await expect(exchange).rejects.toMatchObject({ code: 'wechat_login_code_missing' });
    expect(sent).toEqual([]);
  });
});
