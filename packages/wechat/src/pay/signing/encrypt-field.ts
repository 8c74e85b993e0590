import { constants, publicEncrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * Encrypts one field for WeChat Pay alone: RSAES-OAEP with SHA-1, in base64. A key of 2048 bits takes 214 bytes.
 * WeChat Pay APIv3, 敏感信息加解密.
 */
export function encryptField(key: KeyObject, text: string): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key, padding, oaepHash: 'sha1' }, Buffer.from(text)).toString('base64');
}
