import { createCipheriv, createHash } from 'node:crypto';
import type { Ids } from '../platform/ids.ts';

const BLOCK_BYTES = 32;

/** sha1 over the parts in alphabetical order. Source: 消息推送. */
export function signPush(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

/**
 * 安全模式: 16 random characters, the length, the text and the appid, padded to blocks of 32, by AES-256-CBC with the
 * EncodingAESKey. Source: 消息加解密说明.
 */
export function sealPush(
  text: string,
  { appid, encodingAesKey, ids }: { appid: string; encodingAesKey: string; ids: Ids },
): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const content = Buffer.from(text, 'utf8');
  const head = Buffer.alloc(20);
  head.write(ids.token(16), 'latin1');
  head.writeUInt32BE(content.length, 16);
  const whole = Buffer.concat([head, content, Buffer.from(appid)]);
  const padding = BLOCK_BYTES - (whole.length % BLOCK_BYTES);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return (
    cipher.update(Buffer.concat([whole, Buffer.alloc(padding, padding)]), undefined, 'base64') +
    cipher.final('base64')
  );
}
