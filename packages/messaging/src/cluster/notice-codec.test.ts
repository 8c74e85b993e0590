import { expect, test } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { decodeNotice, encodeNotice } from './notice-codec.ts';

test.each([{ name: 'ann' }, { session: 'login-1' }, { sessionId: 's1' }])(
  'a notice that ends the sessions of %o comes back as it was',
  (selector) => {
    const notice = { selector, reason: DISCONNECT_REASONS.loggedOut };
    expect(decodeNotice(encodeNotice(notice))).toEqual(notice);
  },
);

test.each([
  '',
  'null',
  '{}',
  '{"disconnect":{"name":1},"reason":{"code":3504,"reason":"x","reconnect":false}}',
  '{"disconnect":{"name":"ann"},"reason":{"code":1006,"reason":"x","reconnect":true}}',
  '{"disconnect":{"name":"ann"},"reason":{"code":3504,"reason":"x"}}',
])('is not %j', (text) => {
  expect(decodeNotice(Buffer.from(text))).toBeUndefined();
});
