import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The only signature scheme used here: RSA PKCS#1 v1.5 with SHA-256, in base64. */
export const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048';

/**
 * Joins what is signed: each part is followed by a line feed, the last one too, and a body that is empty
 * leaves an empty line. WeChat Pay APIv3, 签名与验签规则.
 */
export function joinLines(parts: readonly (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from('\n')]));
}

/** Signs with the merchant's private key. */
export function signLines(parts: readonly (string | Uint8Array)[], privateKey: KeyObject): string {
  return sign('sha256', joinLines(parts), privateKey).toString('base64');
}

/** Whether the signature is the key's over these lines. A text that is no signature at all is just false. */
export function verifyLines(
  parts: readonly (string | Uint8Array)[],
  signature: string,
  publicKey: KeyObject,
): boolean {
  return verify('sha256', joinLines(parts), publicKey, Buffer.from(signature, 'base64'));
}
