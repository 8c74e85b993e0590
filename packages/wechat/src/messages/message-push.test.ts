import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createMessagePush } from './message-push.ts';
import { pushSignature } from './push-keys.ts';

/** Of the examples in WeChat's documents and its sample code. */
const TOKEN = 'spamtest';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const APPID = 'wx2c2769f8efd9abc2';
const SAMPLE = {
  query: {
    timestamp: '1409735669',
    nonce: '1320562132',
    msg_signature: '5d197aaffba7e9b25a30732f161a50dee96bd5fa',
  },
  encrypted:
    'hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=',
};
const FINISHED =
  '<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[oA]]></FromUserName>' +
  '<CreateTime>1395658920</CreateTime><MsgType><![CDATA[event]]></MsgType>' +
  '<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>3321912348236431361</MsgID>' +
  '<Status><![CDATA[success]]></Status></xml>';

const push = createMessagePush({ appid: APPID, token: TOKEN, encodingAesKey: AES_KEY });

function xml(encrypted: string): Uint8Array {
  return Buffer.from(`<xml><ToUserName>gh_7</ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);
}

function encrypt(text: string, appid = APPID): string {
  const key = Buffer.from(`${AES_KEY}=`, 'base64');
  const message = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const content = Buffer.concat([Buffer.alloc(16, 'r'), length, message, Buffer.from(appid)]);
  const padding = 32 - (content.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([content, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

function pushed(text: string, { appid = APPID, bodyOf = xml }: { appid?: string; bodyOf?: typeof xml } = {}) {
  const encrypted = encrypt(text, appid);
  const msg_signature = pushSignature([TOKEN, '1', '2', encrypted]);
  return { query: { timestamp: '1', nonce: '2', msg_signature }, rawBody: bodyOf(encrypted) };
}

describe('the check of the address', () => {
  const reader = createMessagePush({ appid: APPID, token: 'AAAAA', encodingAesKey: AES_KEY });
  const query = {
    signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
    timestamp: '1714036504',
    nonce: '1514711492',
    echostr: '4375120948345356249',
  };

  test('is answered with its echo when the signature is WeChat’s', () => {
    expect(reader.confirmAddress(query)).toBe('4375120948345356249');
  });

  test.each<[string, object, string]>([
    ['another signature', { signature: '0'.repeat(40) }, 'wechat_signature_invalid'],
    ['a signature of another length', { signature: 'x' }, 'wechat_signature_invalid'],
    ['another nonce', { nonce: '1' }, 'wechat_signature_invalid'],
    ['no signature', { signature: undefined }, 'wechat_signature_missing'],
    ['two nonces', { nonce: ['1', '2'] }, 'wechat_signature_missing'],
    ['a long echo', { echostr: 'x'.repeat(513) }, 'wechat_signature_missing'],
  ])('is refused with %s', (_title, over, code) => {
    expect(() => reader.confirmAddress({ ...query, ...over })).toThrow(expect.objectContaining({ code }));
  });
});

describe('a push', () => {
  test('of WeChat’s own sample is verified and opened', () => {
    expect(push.read({ query: SAMPLE.query, rawBody: xml(SAMPLE.encrypted) })).toEqual({ kind: 'other' });
  });

  test.each([
    ['success', 'delivered'],
    ['failed:user block', 'user_blocked'],
    ['failed: user block', 'user_blocked'],
    ['failed: system failed', 'system_failed'],
    ['failed:whatever', 'system_failed'],
  ])('tells that a message ended with %j, which is %s', (status, fate) => {
    expect(push.read(pushed(FINISHED.replace('success', status)))).toEqual({
      kind: 'template-finished',
      msgId: '3321912348236431361',
      openid: 'oA',
      fate,
      status,
    });
  });

  test('may be JSON, and its number keeps its digits', () => {
    const event =
      '{"ToUserName":"gh_7","FromUserName":"oA","MsgType":"event","Event":"TEMPLATESENDJOBFINISH",' +
      '"MsgID":3321912348236431361,"Status":"success"}';
    const bodyOf = (encrypted: string) =>
      Buffer.from(JSON.stringify({ ToUserName: 'gh_7', Encrypt: encrypted }));
    expect(push.read(pushed(event, { bodyOf }))).toMatchObject({ msgId: '3321912348236431361' });
  });

  test('of something else is left alone, whatever is nested in it', () => {
    const scan =
      '<xml><Event>scancode_push</Event><ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType></ScanCodeInfo></xml>';
    expect(push.read(pushed(scan))).toEqual({ kind: 'other' });
  });

  test.each<[string, Parameters<typeof push.read>[0], string]>([
    ['another signature', { ...pushed(FINISHED), query: SAMPLE.query }, 'wechat_signature_invalid'],
    ['no signature', { ...pushed(FINISHED), query: {} }, 'wechat_signature_missing'],
    ['another app’s name', pushed(FINISHED, { appid: 'wx1' }), 'wechat_push_foreign'],
    ['nothing encrypted', { query: SAMPLE.query, rawBody: Buffer.from(FINISHED) }, 'wechat_push_malformed'],
    ['no fields', { query: SAMPLE.query, rawBody: Buffer.from('<html>') }, 'wechat_push_malformed'],
    [
      'no end',
      pushed(FINISHED.replace('<Status>', '<Other>').replace('</Status>', '</Other>')),
      'wechat_push_malformed',
    ],
    ['too much', { query: SAMPLE.query, rawBody: Buffer.alloc(64 * 1024 + 1) }, 'wechat_push_too_large'],
  ])('with %s is refused', (_title, request, code) => {
    expect(() => push.read(request)).toThrow(expect.objectContaining({ code }));
  });

  test('that our key does not open is refused, though it is signed', () => {
    for (const encrypted of ['', 'AAAA', Buffer.alloc(64).toString('base64')].filter((text) => text !== '')) {
      const msg_signature = pushSignature([TOKEN, '1', '2', encrypted]);
      expect(() =>
        push.read({ query: { timestamp: '1', nonce: '2', msg_signature }, rawBody: xml(encrypted) }),
      ).toThrow(expect.objectContaining({ code: 'wechat_push_undecryptable' }));
    }
  });
});

test.each([
  ['a short token', { token: 'ab' }],
  ['an EncodingAESKey of 42', { encodingAesKey: AES_KEY.slice(1) }],
  ['no appid', { appid: '' }],
])('a reader with %s is not made', (_title, over) => {
  expect(() => createMessagePush({ appid: APPID, token: TOKEN, encodingAesKey: AES_KEY, ...over })).toThrow(
    expect.objectContaining({ code: 'wechat_configuration_invalid' }),
  );
});
