import { describe, expect, test } from 'vitest';
import {
  NOW_S,
  PUBLIC_KEY_ID,
  finishedRefund,
  notificationBody,
  paidTrade,
  payOptions,
  publicKeyKeys,
  sealed,
  signedHeaders,
} from '../../testing/pay-stand-in.ts';
import { createPayClient } from '../pay-client.ts';
import type { PayClientOptions } from '../pay-client.ts';

function reading(body: string, headers: object = signedHeaders(body), over: Partial<PayClientOptions> = {}) {
  return createPayClient({ ...payOptions(), ...over }).readNotification({
    headers: headers as Record<string, string | string[] | undefined>,
    rawBody: Buffer.from(body),
  });
}

function refundBody(refund: object, eventType = 'REFUND.SUCCESS'): string {
  return notificationBody(sealed(refund, { associatedData: 'refund' }), { event_type: eventType });
}

describe('a payment notification', () => {
  test('is verified, decrypted and read', async () => {
    await expect(reading(notificationBody())).resolves.toMatchObject({
      kind: 'payment',
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

  test('may be signed with the public key', async () => {
    const body = notificationBody();
    const signer = { serial: PUBLIC_KEY_ID, privateKey: publicKeyKeys.privateKey };
    await expect(reading(body, signedHeaders(body, signer))).resolves.toMatchObject({ kind: 'payment' });
  });

  test('may have headers in any case, or as the Fetch API gives them', async () => {
    const body = notificationBody();
    const headers = signedHeaders(body);
    const shouted = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value] as const);
    await expect(reading(body, Object.fromEntries(shouted))).resolves.toMatchObject({ kind: 'payment' });
    await expect(reading(body, new Headers(headers))).resolves.toMatchObject({ kind: 'payment' });
  });

  test('may have no associated data', async () => {
    const resource = { ...sealed(paidTrade(), { associatedData: '' }), associated_data: undefined };
    await expect(reading(notificationBody(resource))).resolves.toMatchObject({ trade: { amountFen: 4200 } });
  });
});

describe('a refund notification', () => {
  test.each([
    ['REFUND.SUCCESS', 'SUCCESS'],
    ['REFUND.ABNORMAL', 'ABNORMAL'],
    ['REFUND.CLOSED', 'CLOSED'],
  ])('%s is read by the same reader', async (eventType, status) => {
    const body = refundBody(finishedRefund({ refund_status: status }), eventType);
    await expect(reading(body)).resolves.toMatchObject({
      kind: 'refund',
      eventType,
      createTime: '2026-11-21T04:00:00.000Z',
      refund: { outRefundNo: 'R00000042', outTradeNo: 'C00000042', status, refundFen: 800, totalFen: 4200 },
    });
  });

  test('of another merchant is refused', async () => {
    await expect(reading(refundBody(finishedRefund({ mchid: '1900000110' })))).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
      forged: true,
    });
  });

  test('without amounts leaves the outcome unknown', async () => {
    await expect(reading(refundBody(finishedRefund({ amount: {} })))).rejects.toMatchObject({
      code: 'wechat_refund_unreadable',
      outcome: 'unknown',
    });
  });
});

test('a notification that is too large is refused before it is verified', async () => {
  const body = notificationBody();
  const limit = { notificationLimitBytes: Buffer.byteLength(body) };
  await expect(reading(body, undefined, limit)).resolves.toMatchObject({ kind: 'payment' });
  await expect(reading(`${body} `, {}, limit)).rejects.toMatchObject({
    code: 'wechat_notification_too_large',
    forged: true,
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
  ])('%s', async (_, headers, code) => {
    await expect(reading(body, headers)).rejects.toMatchObject({ code, forged: true });
  });

  test.each([
    ['another merchant', paidTrade({ mchid: '1900000110' })],
    ['another app', paidTrade({ appid: 'wx0000000000000000' })],
  ])('when it is about %s', async (_, trade) => {
    await expect(reading(notificationBody(sealed(trade)))).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
      forged: true,
    });
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
      'news of a complaint',
      notificationBody(resource, { event_type: 'COMPLAINT.CREATE' }),
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
  ])('with %s', async (_, body, code) => {
    await expect(reading(body)).rejects.toMatchObject({ code, outcome: 'unknown', forged: false });
  });

  test('when our APIv3 key is another one, and the message does not show it', async () => {
    const apiV3Key = 'another-key-of-thirty-two-bytes!';
    const read = reading(notificationBody(), undefined, { apiV3Key });
    const error: unknown = await read.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'wechat_ciphertext_undecryptable',
      outcome: 'unknown',
      forged: false,
    });
    expect(String(error)).not.toContain(apiV3Key);
  });
});
