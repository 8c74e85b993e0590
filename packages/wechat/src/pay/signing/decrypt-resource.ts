import { createDecipheriv } from 'node:crypto';
import { WeChatError } from '../../errors/wechat-error.ts';

/** WeChat Pay's name for AES-256-GCM with additional authenticated data. */
export const RESOURCE_ALGORITHM = 'AEAD_AES_256_GCM';

const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const BASE64 = /^(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?$/;

/** The encrypted part of a notification or of the certificate list, texts as they came. */
export interface EncryptedResource {
  /** Base64; the last 16 bytes are the authentication tag. */
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associatedData: string;
}

/**
 * Opens an encrypted resource with the 32-byte APIv3 key. WeChat Pay APIv3, 证书和回调报文解密.
 *
 * Throws `wechat_ciphertext_malformed` or `wechat_ciphertext_undecryptable`.
 */
export function decryptResource(apiV3Key: Uint8Array, resource: EncryptedResource): Uint8Array {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const nonce = Buffer.from(resource.nonce);
  const cut = sealed.length < TAG_BYTES || !BASE64.test(resource.ciphertext);
  if (cut || nonce.length !== NONCE_BYTES) {
    throw new WeChatError('wechat_ciphertext_malformed', 'The encrypted part is cut or not of its form.');
  }
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  decipher.setAAD(Buffer.from(resource.associatedData));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new WeChatError(
      'wechat_ciphertext_undecryptable',
      'The encrypted part does not open with our key.',
    );
  }
}
