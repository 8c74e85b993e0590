import { describe, expect, test } from 'vitest';
import { createQrLogin } from './qr-login.ts';

const options = {
  openBaseUrl: 'https://open.weixin.qq.com',
  apiBaseUrl: 'https://api.weixin.qq.com',
  appid: 'wxbdc5610cc59c1631',
  secret: 's3cr3t',
};

describe('createQrLogin', () => {
  test.each([
    ['without appid', { appid: '' }],
    ['without secret', { secret: '' }],
    ['with a page address over http', { openBaseUrl: 'http://open.weixin.qq.com' }],
    ['with a path in the API address', { apiBaseUrl: 'https://api.weixin.qq.com/sns' }],
  ])('refuses %s', (_, over) => {
    expect(() => createQrLogin({ ...options, ...over })).toThrow(
      expect.objectContaining({ code: 'wechat_configuration_invalid' }),
    );
  });
});
