import { describe, expect, test } from 'vitest';
import { createQrLogin } from './qr-login.ts';

const login = createQrLogin({
  openBaseUrl: 'https://open.weixin.qq.com',
  apiBaseUrl: 'https://api.weixin.qq.com',
  appid: 'wxbdc5610cc59c1631',
  secret: 's3cr3t',
});
const request = { redirectUri: 'https://shop.example/api/staff/wechat?a=1&b=二', state: 'q83vEjRW-_1' };

describe('the address of the QR page', () => {
  test('has the parameters in WeChat’s order, escaped, and the fragment', () => {
    expect(login.authorizeUrl(request)).toBe(
      'https://open.weixin.qq.com/connect/qrconnect?appid=wxbdc5610cc59c1631' +
        '&redirect_uri=https%3A%2F%2Fshop.example%2Fapi%2Fstaff%2Fwechat%3Fa%3D1%26b%3D%E4%BA%8C' +
        '&response_type=code&scope=snsapi_login&state=q83vEjRW-_1&lang=cn#wechat_redirect',
    );
  });

  test('asks for English when told', () => {
    expect(login.authorizeUrl({ ...request, lang: 'en' })).toContain('&lang=en#wechat_redirect');
  });

  test.each(['http://shop.example/back', 'https://shop.example/back#a', '/back', 'javascript:alert(1)', ''])(
    'does not return to %j',
    (redirectUri) => {
      expect(() => login.authorizeUrl({ ...request, redirectUri })).toThrow(
        expect.objectContaining({ code: 'wechat_redirect_uri_invalid', outcome: 'final' }),
      );
    },
  );

  test.each(['', 'a b', 'a&scope=x', '状态', 'a'.repeat(129)])('does not carry the state %j', (state) => {
    expect(() => login.authorizeUrl({ ...request, state })).toThrow(
      expect.objectContaining({ code: 'wechat_state_invalid', outcome: 'final' }),
    );
  });
});
