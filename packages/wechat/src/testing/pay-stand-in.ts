/** What tests need of the other side: keys, signed answers, sealed notifications. It stands on node:crypto alone. */
import { createCipheriv, generateKeyPairSync, sign } from 'node:crypto';
import { createPayClient } from '../pay/pay-client.ts';
import type { PayClientOptions } from '../pay/pay-client.ts';

/** 2026-11-21T04:00:00Z, on every clock of these tests. */
export const NOW_MS = 1_795_233_600_000;
export const NOW_S = NOW_MS / 1000;

export const MCHID = '1900000109';
export const APPID = 'wx8888888888888888';
export const MINI_PROGRAM_APPID = 'wx9999999999999999';
export const MERCHANT_SERIAL = '4A1F0C7722B5';
export const PLATFORM_SERIAL = '5157F09EFDC096DE15EBE81A47057A72';
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092026112100';
export const API_V3_KEY = 'a-key-of-thirty-two-bytes-in-all';

export const merchantKeys = rsaKeys();
export const platformKeys = rsaKeys();
export const publicKeyKeys = rsaKeys();

function rsaKeys() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

interface SignOptions {
  serial?: string;
  privateKey?: string;
  timestampS?: number;
  nonce?: string;
}

/** The headers that prove a body is WeChat Pay's: signed with the platform certificate unless told. */
export function signedHeaders(body: string, options: SignOptions = {}): Record<string, string> {
  const { serial = PLATFORM_SERIAL, privateKey = platformKeys.privateKey } = options;
  const { timestampS = NOW_S, nonce = 'c5ac7061fccab6bf3e254dcf98995b8c' } = options;
  const message = Buffer.from(`${timestampS}\n${nonce}\n${body}\n`);
  return {
    'wechatpay-timestamp': String(timestampS),
    'wechatpay-nonce': nonce,
    'wechatpay-serial': serial,
    'wechatpay-signature': sign('RSA-SHA256', message, privateKey).toString('base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    'request-id': '08F78BB5AF0610D302-268435456',
  };
}

interface SentRequest {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

/** Answers every request in the same way, and keeps them. */
export function answering(answer: () => Response | Promise<Response>) {
  const sent: SentRequest[] = [];
  const standIn: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    return request.text().then((body) => {
      sent.push({ method, url, headers, body });
      return answer();
    });
  };
  return { sent, fetch: standIn };
}

/** A success with this body, signed. */
export function signedAnswer(object: unknown, options?: SignOptions): Response {
  const body = JSON.stringify(object);
  return new Response(body, { headers: signedHeaders(body, options) });
}

/** A client of the merchant above whose requests are answered so. */
export function clientAnswered(
  answer: () => Response | Promise<Response>,
  over: Partial<PayClientOptions> = {},
) {
  const { sent, fetch } = answering(answer);
  return { sent, client: createPayClient({ ...payOptions(), fetch, ...over }) };
}

export function payOptions(): PayClientOptions {
  return {
    baseUrl: 'https://pay.example',
    mchid: MCHID,
    appid: APPID,
    otherAppids: [MINI_PROGRAM_APPID],
    apiV3Key: API_V3_KEY,
    merchantPrivateKey: merchantKeys.privateKey,
    merchantSerial: MERCHANT_SERIAL,
    verifiers: [
      { serial: PLATFORM_SERIAL, publicKey: platformKeys.publicKey },
      { serial: PUBLIC_KEY_ID, publicKey: publicKeyKeys.publicKey },
    ],
    clock: () => NOW_MS,
    nonce: () => '593BEC0C930BF1AFEB40B4A08C8FB242',
  };
}

/** A paid trade as WeChat Pay writes it. */
export function paidTrade(over: Record<string, unknown> = {}) {
  return {
    mchid: MCHID,
    appid: APPID,
    out_trade_no: 'C00000042',
    transaction_id: '4200002026112100000000042',
    trade_type: 'NATIVE',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    attach: '',
    success_time: '2026-11-21T11:59:58+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: 4200, payer_total: 4100, currency: 'CNY', payer_currency: 'CNY' },
    ...over,
  };
}

/** A refund as WeChat Pay answers it. */
export function acceptedRefund(over: Record<string, unknown> = {}) {
  return {
    refund_id: '50000000382026112109732678859',
    out_refund_no: 'R00000042',
    transaction_id: '4200002026112100000000042',
    out_trade_no: 'C00000042',
    channel: 'ORIGINAL',
    user_received_account: '招商银行信用卡0403',
    create_time: '2026-11-21T12:00:00+08:00',
    status: 'PROCESSING',
    funds_account: 'UNSETTLED',
    amount: {
      total: 4200,
      refund: 800,
      payer_total: 4100,
      payer_refund: 780,
      settlement_refund: 800,
      settlement_total: 4200,
      discount_refund: 20,
      currency: 'CNY',
    },
    ...over,
  };
}

/** A refund as WeChat Pay notifies it. */
export function finishedRefund(over: Record<string, unknown> = {}) {
  return {
    mchid: MCHID,
    transaction_id: '4200002026112100000000042',
    out_trade_no: 'C00000042',
    refund_id: '50000000382026112109732678859',
    out_refund_no: 'R00000042',
    refund_status: 'SUCCESS',
    success_time: '2026-11-21T12:05:00+08:00',
    user_received_account: '招商银行信用卡0403',
    amount: { total: 4200, refund: 800, payer_total: 4100, payer_refund: 780 },
    ...over,
  };
}

/** The resource of a notification: an object, encrypted; or the text of a certificate. */
export function sealed(object: unknown, { associatedData = 'transaction', asText = false } = {}) {
  const nonce = 'a1b2c3d4e5f6';
  const plain = asText ? String(object) : JSON.stringify(object);
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, nonce).setAAD(Buffer.from(associatedData));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    original_type: 'transaction',
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.concat([text, cipher.getAuthTag()]).toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

/** A whole notification body around a resource. */
export function notificationBody(
  resource: unknown = sealed(paidTrade()),
  over: Record<string, unknown> = {},
) {
  return JSON.stringify({
    id: 'EV-2026112112000000',
    create_time: '2026-11-21T12:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource,
    ...over,
  });
}
