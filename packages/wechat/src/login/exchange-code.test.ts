import { describe, expect, test } from 'vitest';
import { WeChatError } from '../errors/wechat-error.ts';
import { answering } from '../testing/pay-stand-in.ts';
import { createQrLogin } from './qr-login.ts';

function exchangeAnswered(answer: () => Response, code = '071Kj4ll2a') {
  const { fetch, sent } = answering(answer);
  const login = createQrLogin({
    openBaseUrl: 'https://open.example',
    apiBaseUrl: 'https://api.example',
    appid: 'wxbdc5610cc59c1631',
    secret: 's3cr3t&',
    fetch,
  });
  return { exchange: login.exchangeCode(code), sent };
}

const success = {
  access_token: 'ACCESS',
  expires_in: 7200,
  refresh_token: 'REFRESH',
  openid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
  scope: 'snsapi_login',
  unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL_union',
};

describe('exchanging a login code', () => {
  test('tells who scanned, and drops the tokens', async () => {
    const { exchange } = exchangeAnswered(() => Response.json(success));
    await expect(exchange).resolves.toEqual({
      openid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL',
      unionid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL_union',
    });
  });

  test('does without a unionid', async () => {
    const { exchange } = exchangeAnswered(() => Response.json({ ...success, unionid: undefined }));
    await expect(exchange).resolves.toEqual({ openid: 'o6_bmasdasdsad6_2sgVt7hMZOPfL' });
  });

  test('asks as WeChat documents it, escaped', async () => {
    const { exchange, sent } = exchangeAnswered(() => Response.json(success), 'a&b=c');
    await exchange;
    expect(sent[0]).toMatchObject({
      method: 'GET',
      url: 'https://api.example/sns/oauth2/access_token?appid=wxbdc5610cc59c1631&secret=s3cr3t%26&code=a%26b%3Dc&grant_type=authorization_code',
    });
  });

  test('takes errcode 0 as success', async () => {
    const { exchange } = exchangeAnswered(() => Response.json({ ...success, errcode: 0, errmsg: 'ok' }));
    await expect(exchange).resolves.toHaveProperty('openid');
  });

  test.each([
    [40029, 'wechat_login_code_invalid', 'final'],
    [40163, 'wechat_login_code_used', 'final'],
    [40013, 'wechat_appid_invalid', 'final'],
    [40125, 'wechat_secret_invalid', 'final'],
    [41008, 'wechat_login_code_missing', 'final'],
    [45011, 'wechat_frequency_limited', 'later'],
    [40002, 'wechat_refused', 'final'],
    [-1, 'wechat_busy', 'later'],
  ])('answered 200 with errcode %i is %s, outcome %s', async (errcode, code, outcome) => {
    const errmsg = 'whatever it says, rid: 61500d9b-1a2b3c4d-5e6f7a8b';
    const { exchange } = exchangeAnswered(() => Response.json({ errcode, errmsg }));
    await expect(exchange).rejects.toMatchObject({
      code,
      outcome,
      status: 200,
      wechatCode: String(errcode),
      requestId: '61500d9b-1a2b3c4d-5e6f7a8b',
    });
  });

  test.each([
    ['no openid', () => Response.json({ ...success, openid: undefined })],
    ['an empty openid', () => Response.json({ ...success, openid: '' })],
    ['a number for openid', () => Response.json({ ...success, openid: 7 })],
    ['an empty object', () => Response.json({})],
    ['a page', () => new Response('<html>')],
    ['a 404 page', () => new Response('<html>', { status: 404 })],
  ])('is not believed with %s', async (_, answer) => {
    await expect(exchangeAnswered(answer).exchange).rejects.toMatchObject({
      code: 'wechat_answer_unreadable',
      outcome: 'unknown',
    });
  });

  test('is unknown when WeChat is down', async () => {
    const { exchange } = exchangeAnswered(() => new Response('', { status: 502 }));
    await expect(exchange).rejects.toMatchObject({ code: 'wechat_system_error', outcome: 'unknown' });
  });

  test('of no code is not asked', async () => {
    const { exchange, sent } = exchangeAnswered(() => Response.json(success), '');
    await expect(exchange).rejects.toMatchObject({ code: 'wechat_login_code_missing' });
    expect(sent).toEqual([]);
  });

  test('shows neither secret nor code in an error', async () => {
    const answer = () => Response.json({ errcode: 40029, errmsg: 'invalid code 071Kj4ll2a of s3cr3t' });
    const error = await exchangeAnswered(answer).exchange.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WeChatError);
    expect(String((error as WeChatError).stack)).not.toMatch(/s3cr3t|071Kj4ll2a/);
  });
});
