import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { WeChatError } from '../errors/wechat-error.ts';

/** PKCS#7 with blocks of 32 bytes, twice those of AES. */
const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

/** sha1 of the parts, sorted and joined: how WeChat signs what it pushes. 消息推送, 开发者服务器验证. */
export function pushSignature(parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Whether a signature is that of the parts; takes the same time wherever they differ. */
export function isPushSignature(signature: string, parts: readonly string[]): boolean {
  const expected = Buffer.from(pushSignature(parts));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The 32-byte key in an EncodingAESKey of 43 letters and digits; undefined if it is none. */
export function readAesKey(encodingAesKey: string): Buffer | undefined {
  return /^[0-9A-Za-z]{43}$/.test(encodingAesKey) ? Buffer.from(`${encodingAesKey}=`, 'base64') : undefined;
}

/**
 * Opens what WeChat pushes in secure mode: AES-256-CBC with the key's first half as IV; inside, 16 random bytes, the
 * message's length (4 bytes, big-endian), the message, and the appid. 消息推送, 消息加解密说明.
 *
 * Throws `wechat_push_undecryptable`, or `wechat_push_foreign` when it is for another app.
 */
export function openPush(aesKey: Buffer, appid: string, encrypted: string): string {
  const opened = decrypt(aesKey, Buffer.from(encrypted, 'base64'));
  const padding = opened.at(-1) ?? 0;
  const end = opened.length - padding;
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (padding < 1 || padding > BLOCK_BYTES || end < start) throw undecryptable();
  const messageEnd = start + opened.readUInt32BE(RANDOM_BYTES);
  if (messageEnd > end) throw undecryptable();
  if (opened.toString('utf8', messageEnd, end) !== appid) {
    throw new WeChatError('wechat_push_foreign', 'The message push names another appid.');
  }
  return opened.toString('utf8', start, messageEnd);
}

function decrypt(aesKey: Buffer, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-cbc', aesKey, aesKey.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    throw undecryptable();
  }
}

function undecryptable(): WeChatError {
  return new WeChatError('wechat_push_undecryptable', 'The encrypted message does not open with our key.');
}
