import { sign } from 'node:crypto';

/** What the merchant checks WeChat Pay's signatures with: the platform certificate, or the public key. */
export const TRUST_MODES = ['certificate', 'public-key'] as const;
export type Trust = (typeof TRUST_MODES)[number];

export const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048';

export interface SigningKey {
  /** The certificate's serial, or PUB_KEY_ID_…: what Wechatpay-Serial says. */
  serial: string;
  privateKeyPem: string;
}

export interface SignedMessage {
  body: string;
  /** Seconds since 1970. */
  timestamp: number;
  nonce: string;
}

/**
 * The headers with which WeChat Pay vouches for an answer or a notification: RSA PKCS#1 v1.5 over SHA-256 of
 * timestamp, nonce and body, each ended by a line feed. Source: WeChat Pay, "签名验证".
 */
export function signatureHeaders(message: SignedMessage, key: SigningKey): Record<string, string> {
  const signed = `${message.timestamp}\n${message.nonce}\n${message.body}\n`;
  return {
    'Wechatpay-Timestamp': String(message.timestamp),
    'Wechatpay-Nonce': message.nonce,
    'Wechatpay-Signature': sign('sha256', Buffer.from(signed), key.privateKeyPem).toString('base64'),
    'Wechatpay-Serial': key.serial,
    'Wechatpay-Signature-Type': SIGNATURE_TYPE,
  };
}
