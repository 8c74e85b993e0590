import { describe, expect, test } from 'vitest';
import { readBaseUrl } from './base-url.ts';

describe('a base URL', () => {
  test.each([
    'https://api.mch.weixin.qq.com',
    'https://api.mch.weixin.qq.com/',
    'http://127.0.0.1:4000',
    'http://localhost:4000',
    'http://[::1]:4000',
  ])('may be %s', (text) => {
    expect(readBaseUrl('baseUrl', text).pathname).toBe('/');
  });

  test.each([
    '',
    'api.mch.weixin.qq.com',
    'http://api.mch.weixin.qq.com',
    'http://localhost.evil.example',
    'ftp://127.0.0.1',
    'https://user:password@api.mch.weixin.qq.com',
    'https://api.mch.weixin.qq.com/v3',
    'https://api.mch.weixin.qq.com/?a=1',
    'https://api.mch.weixin.qq.com/#a',
  ])('may not be %j', (text) => {
    const read = () => readBaseUrl('payBaseUrl', text);
    expect(read).toThrow(expect.objectContaining({ code: 'wechat_configuration_invalid' }));
    expect(read).toThrow(/^payBaseUrl /);
    expect(read).not.toThrow('password');
  });
});
