import { describe, expect, test } from 'vitest';
import { describeDevice } from './describe-device.ts';

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('a device is described', () => {
  test.each([
    ['iPad · Safari', `Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) ${WEBKIT} Version/18.1 Safari/604.1`],
    [
      'iPhone · WeChat',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${WEBKIT} MicroMessenger/8.0.50`,
    ],
    ['Android · Chrome', `Mozilla/5.0 (Linux; Android 15; Pixel 8) ${WEBKIT} Chrome/131.0 Safari/537.36`],
    ['Windows · Edge', `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0`],
    ['Mac · Firefox', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15.1; rv:132.0) Gecko/20100101 Firefox/132.0'],
  ])('as %s', (name, userAgent) => {
    expect(describeDevice(userAgent)).toBe(name);
  });

  test.each([undefined, '', 'curl/8.5.0', '<b>bold</b>', 'x'.repeat(100_000)])(
    'as nothing by %j',
    (userAgent) => {
      expect(describeDevice(userAgent)).toBe('');
    },
  );
});
