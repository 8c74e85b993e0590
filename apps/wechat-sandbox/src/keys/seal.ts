import { createCipheriv } from 'node:crypto';

export interface SealedResource {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  associated_data: string;
  nonce: string;
}

export interface SealRequest {
  plaintext: string;
  associatedData: string;
  /** 12 characters. */
  nonce: string;
  apiV3Key: string;
}

/**
 * Encrypts with the APIv3 key as WeChat Pay does: AES-256-GCM, the 16-byte tag behind the ciphertext, base64.
 * Source: WeChat Pay, "证书和回调报文解密".
 */
export function seal({ plaintext, associatedData, nonce, apiV3Key }: SealRequest): SealedResource {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}
