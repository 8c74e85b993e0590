import { createCipheriv, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { createPayClient } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { Clock } from '../platform/clock.ts';
import { createFakePay } from './fake-pay.ts';
import type { FakePay } from './fake-pay.ts';

const MCHID = '1900000001';
const APPID = 'wx0000000000000001';
const SERIAL = 'PUB_KEY_ID_TEST_1';
const API_V3_KEY = randomBytes(16).toString('hex');

interface PaidTrade {
  readonly outTradeNo: string;
  readonly amountFen: number;
}

/** What of a good notification is to be wrong. */
export interface Flaws {
  /** Fields of the decrypted trade or refund. */
  readonly trade?: Readonly<Record<string, unknown>>;
  /** Fields of the envelope, signed as they are. */
  readonly envelope?: Readonly<Record<string, unknown>>;
  /** Headers, over the right ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long ago it was signed. */
  readonly ageMs?: number;
}

export interface Notification {
  readonly headers: Record<string, string>;
  readonly rawBody: Buffer;
}

export interface TestMerchant {
  readonly pay: PayClient;
  /** The WeChat Pay that `pay` talks to. */
  readonly wechat: FakePay;
  /** Writes, encrypts and signs the notification of a paid trade (Pay v3, "payment notification"). */
  notification(paid: PaidTrade, flaws?: Flaws): Notification;
  /** Writes, encrypts and signs the notification of a refund as it stands (Pay v3, "refund notification"). */
  refundNotification(outRefundNo: string, flaws?: Flaws): Notification;
}

// Making a key takes long, and every merchant of a test file may as well have the same ones.
const merchantKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const wechatKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Makes a merchant with keys of the tests' own, and the WeChat Pay that knows it. */
export function makeMerchant(clock: Clock): TestMerchant {
  function signedHeaders(body: string, ageMs = 0): Record<string, string> {
    const timestamp = String(Math.floor((clock.now().getTime() - ageMs) / 1000));
    const nonce = randomUUID();
    const content = Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);
    return {
      'wechatpay-serial': SERIAL,
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': sign('sha256', content, wechatKeys.privateKey).toString('base64'),
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    };
  }

  const wechat = createFakePay({ clock, mchid: MCHID, appid: APPID, signedHeaders });
  const pay = createPayClient({
    baseUrl: 'https://pay.wechat.test',
    mchid: MCHID,
    appid: APPID,
    apiV3Key: API_V3_KEY,
    merchantPrivateKey: merchantKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    merchantSerial: '0123456789ABCDEF',
    verifiers: [
      { serial: SERIAL, publicKey: wechatKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    ],
    clock: () => clock.now().getTime(),
    fetch: wechat.fetch,
  });

  return {
    pay,
    wechat,
    notification: (paid, flaws = {}) =>
      notify({ type: 'transaction', event: 'TRANSACTION.SUCCESS', resource: wechat.paidTrade(paid) }, flaws),
    refundNotification(outRefundNo, flaws = {}) {
      const refund = wechat.refunds.notified(outRefundNo);
      const event = `REFUND.${String(refund.refund_status)}`;
      return notify({ type: 'refund', event, resource: { mchid: MCHID, ...refund } }, flaws);
    },
  };

  function notify({ type, event, resource }: Told, flaws: Flaws): Notification {
    const envelope = {
      id: randomUUID(),
      create_time: clock.now().toISOString(),
      resource_type: 'encrypt-resource',
      event_type: event,
      summary: '通知',
      resource: encrypt(JSON.stringify({ ...resource, ...flaws.trade }), type),
      ...flaws.envelope,
    };
    const body = JSON.stringify(envelope);
    const headers = {
      'content-type': 'application/json',
      ...signedHeaders(body, flaws.ageMs),
      ...flaws.headers,
    };
    return { headers, rawBody: Buffer.from(body) };
  }
}

/** What a notification is about. */
interface Told {
  readonly type: 'transaction' | 'refund';
  readonly event: string;
  readonly resource: Record<string, unknown>;
}

function encrypt(plaintext: string, associatedData: Told['type']) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, nonce).setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return {
    original_type: associatedData,
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: ciphertext.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}
