import { describe, expect, test } from 'vitest';
import {
  NOW_S,
  PUBLIC_KEY_ID,
  notificationBody,
  paidTrade,
  payOptions,
  publicKeyKeys,
  sealed,
  signedHeaders,
} from '../testing/pay-stand-in.ts';
import { createPayClient } from './pay-client.ts';
import type { PayClientOptions } from './pay-client.ts';

function reading(body: string, headers: object = signedHeaders(body), over: Partial<PayClientOptions> = {}) {
  const client = createPayClient({ ...payOptions(), ...over });
  return () =>
    client.readNotification({
      headers: headers as Record<string, string | string[] | undefined>,
      rawBody: Buffer.from(body),
    });
}

function coded(code: string, outcome: string): unknown {
  return expect.objectContaining({ code, outcome });
}

describe('a payment notification', () => {
  test('is verified, decrypted and read', () => {
    expect(reading(notificationBody())()).toMatchObject({
      id: 'EV-2026112112000000',
      eventType: 'TRANSACTION.SUCCESS',
      createTime: '2026-11-21T04:00:00.000Z',
      trade: {
        outTradeNo: 'C00000042',
        transactionId: '4200002026112100000000042',
        tradeState: 'SUCCESS',
        amountFen: 4200,
      },
    });
  });

  test('may be signed with the public key', () => {
    const body = notificationBody();
    const signer = { serial: PUBLIC_KEY_ID, privateKey: publicKeyKeys.privateKey };
    expect(reading(body, signedHeaders(body, signer))().trade.tradeState).toBe('SUCCESS');
  });

  test('may have headers in any case, or as the Fetch API gives them', () => {
    const body = notificationBody();
    const headers = signedHeaders(body);
    const shouted = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value] as const);
    expect(reading(body, Object.fromEntries(shouted))().id).toBe('EV-2026112112000000');
    expect(reading(body, new Headers(headers))().id).toBe('EV-2026112112000000');
  });

  test('may have no associated data', () => {
    const resource = { ...sealed(paidTrade(), { associatedData: '' }), associated_data: undefined };
    expect(reading(notificationBody(resource))().trade.amountFen).toBe(4200);
  });
});

describe('what is not proven to be WeChat Pay’s is refused', () => {
  const body = notificationBody();

  test.each([
    ['without headers', {}, 'wechat_signature_missing'],
    [
      'with a doubled header',
      { ...signedHeaders(body), 'wechatpay-serial': ['a', 'b'] },
      'wechat_signature_missing',
    ],
    [
      'with a header in two spellings',
      { ...signedHeaders(body), 'Wechatpay-Serial': PUBLIC_KEY_ID },
      'wechat_signature_missing',
    ],
    [
      'as WeChat’s probe',
      { ...signedHeaders(body), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/a' },
      'wechat_signature_probe',
    ],
    ['with an unknown serial', signedHeaders(body, { serial: 'AB12' }), 'wechat_serial_unknown'],
    ['when it is stale', signedHeaders(body, { timestampS: NOW_S - 300 }), 'wechat_timestamp_stale'],
    ['when it is of the future', signedHeaders(body, { timestampS: NOW_S + 301 }), 'wechat_timestamp_future'],
    ['when the body was changed', signedHeaders(body.replace('EV-', 'EX-')), 'wechat_signature_invalid'],
  ])('%s', (_, headers, code) => {
    expect(reading(body, headers)).toThrow(coded(code, 'forged'));
  });

  test.each([
    ['another merchant', paidTrade({ mchid: '1900000110' })],
    ['another app', paidTrade({ appid: 'wx0000000000000000' })],
  ])('when it is about %s', (_, trade) => {
    expect(reading(notificationBody(sealed(trade)))).toThrow(coded('wechat_trade_foreign', 'forged'));
  });
});

describe('what WeChat Pay signed but cannot be used leaves the outcome unknown', () => {
  const resource = sealed(paidTrade());

  test.each([
    ['a body that is not JSON', 'code=SUCCESS', 'wechat_notification_malformed'],
    ['an empty body', '', 'wechat_notification_malformed'],
    ['no id', notificationBody(resource, { id: undefined }), 'wechat_notification_malformed'],
    ['no time', notificationBody(resource, { create_time: 'now' }), 'wechat_notification_malformed'],
    ['no resource', notificationBody('text'), 'wechat_notification_malformed'],
    ['no nonce', notificationBody({ ...resource, nonce: '' }), 'wechat_notification_malformed'],
    [
      'another algorithm',
      notificationBody({ ...resource, algorithm: 'AEAD_SM4_GCM' }),
      'wechat_notification_malformed',
    ],
    [
      'something else than an object inside',
      notificationBody(sealed('paid')),
      'wechat_notification_malformed',
    ],
    [
      'news of a refund',
      notificationBody(resource, { event_type: 'REFUND.SUCCESS' }),
      'wechat_notification_unsupported',
    ],
    [
      'a cut ciphertext',
      notificationBody({ ...resource, ciphertext: resource.ciphertext.slice(0, 10) }),
      'wechat_ciphertext_malformed',
    ],
    [
      'a trade without amount',
      notificationBody(sealed(paidTrade({ amount: {} }))),
      'wechat_trade_unreadable',
    ],
  ])('with %s', (_, body, code) => {
    expect(reading(body)).toThrow(coded(code, 'unknown'));
  });

  test('when our APIv3 key is another one, and the message does not show it', () => {
    const apiV3Key = 'another-key-of-thirty-two-bytes!';
    const read = reading(notificationBody(), undefined, { apiV3Key });
    expect(read).toThrow(coded('wechat_ciphertext_undecryptable', 'unknown'));
    expect(read).not.toThrow(apiV3Key);
  });
});
