import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { WeChatError } from '../../errors/wechat-error.ts';
import type { VerifyingKey } from './key-ring.ts';

/** A key of WeChat Pay's that may sign answers and notifications. */
export interface VerifierSetting {
  /** Serial of the platform certificate, or the id `PUB_KEY_ID_…` of the public key. */
  readonly serial: string;
  /** PEM of the certificate or of the public key. */
  readonly publicKey: string;
}

const RSA_LEAST_BITS = 2048;
const API_V3_KEY_BYTES = 32;

/** Reads the merchant's private key (`apiclient_key.pem`). Throws `wechat_configuration_invalid`. */
export function readMerchantKey(pem: string): KeyObject {
  return readRsaKey('merchantPrivateKey', () => createPrivateKey(pem));
}

/** Reads the APIv3 key: 32 bytes, set by hand on the merchant platform. Throws `wechat_configuration_invalid`. */
export function readApiV3Key(text: string): Uint8Array {
  const key = Buffer.from(text);
  if (key.length !== API_V3_KEY_BYTES) throw unusable('apiV3Key', `is not ${API_V3_KEY_BYTES} bytes long`);
  return key;
}

/**
 * Reads the keys of WeChat Pay's that a merchant has set up; a certificate is good until it expires.
 * Throws `wechat_configuration_invalid`.
 */
export function readVerifiers(verifiers: readonly VerifierSetting[], merchantSerial: string): VerifyingKey[] {
  const keys = new Map<string, VerifyingKey>();
  for (const { serial, publicKey } of verifiers) {
    const setting = `verifier ${JSON.stringify(serial)}`;
    if (serial === merchantSerial) throw unusable(setting, 'is the merchant’s own certificate');
    if (serial === '' || keys.has(serial)) throw unusable(setting, 'is empty or given twice');
    const key = readRsaKey(setting, () => createPublicKey(publicKey));
    const certificate = publicKey.includes('BEGIN CERTIFICATE') ? new X509Certificate(publicKey) : undefined;
    if (certificate && certificate.serialNumber !== serial) {
      throw unusable(setting, 'is a certificate with another serial');
    }
    const expiresAtMs = certificate ? Date.parse(certificate.validTo) : Number.POSITIVE_INFINITY;
    keys.set(serial, { serial, key, expiresAtMs });
  }
  return [...keys.values()];
}

/** Reads an RSA key of 2048 bits or more. Throws `wechat_configuration_invalid`, never showing what was given. */
function readRsaKey(setting: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // The cause is left out: it could quote what was given.
    throw unusable(setting, 'is not a PEM that can be read');
  }
  if (!isStrongRsaKey(key)) {
    throw unusable(setting, `is not an RSA key of ${RSA_LEAST_BITS} bits or more`);
  }
  return key;
}

/** Whether WeChat Pay's signatures can be made or checked with the key: RSA of 2048 bits or more. */
export function isStrongRsaKey(key: KeyObject): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return key.asymmetricKeyType === 'rsa' && bits >= RSA_LEAST_BITS;
}

function unusable(setting: string, how: string): WeChatError {
  return new WeChatError('wechat_configuration_invalid', `${setting} ${how}.`);
}
