import { describe, expect, test } from 'vitest';
import { answering } from '../testing/pay-stand-in.ts';
import { createWebLogin } from './web-login.ts';

const options = {
  openBaseUrl: 'https://open.weixin.qq.com',
  apiBaseUrl: 'https://api.example',
  appid: 'wx8888888888888888',
  secret: 's3cr3t',
};
const redirectUri = 'https://shop.example/api/buyer/login/wechat/callback';

describe('the login of a page inside WeChat', () => {
  test('begins at an address with the parameters in WeChat’s order, and the fragment', () => {
    expect(createWebLogin(options).authorizeUrl({ redirectUri, state: 'a1B2' })).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx8888888888888888' +
        '&redirect_uri=https%3A%2F%2Fshop.example%2Fapi%2Fbuyer%2Flogin%2Fwechat%2Fcallback' +
        '&response_type=code&scope=snsapi_base&state=a1B2&forcePopup=false#wechat_redirect',
    );
  });

  test.each(['', 'a-b', 'a_b', 'a'.repeat(129)])('does not carry the state %j', (state) => {
    expect(() => createWebLogin(options).authorizeUrl({ redirectUri, state })).toThrow(
      expect.objectContaining({ code: 'wechat_state_invalid' }),
    );
  });

  test.each([
    ['a person', {}, false],
    ['the stand-in of a snapshot page', { is_snapshotuser: 1 }, true],
  ])('tells %s apart', async (_title, more, isSnapshotUser) => {
    const { fetch } = answering(() => Response.json({ access_token: 'A', openid: 'oA', ...more }));
    expect(await createWebLogin({ ...options, fetch }).exchangeCode('code')).toEqual({
      openid: 'oA',
      unionid: undefined,
      isSnapshotUser,
    });
  });
});
