import type { KeyObject } from 'node:crypto';
import { WeChatError } from '../../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../../errors/wechat-error.ts';
import { SIGNATURE_TYPE, verifyLines } from './signature.ts';

/** A signed time as far away as this, or farther, counts as replayed or forged. */
const SIGNED_TIME_TOLERANCE_MS = 300_000;

/** Finds the key of a certificate's serial or a PUB_KEY_ID. */
export type FindKey = (serial: string) => KeyObject | undefined | Promise<KeyObject | undefined>;

/** What WeChat Pay signed: an answer to us, or a notification. */
export interface SignedContent {
  readonly header: (name: string) => string | undefined;
  /** The bytes as they came; empty for 204. */
  readonly body: Uint8Array;
  readonly nowMs: number;
  /** Go into the error. */
  readonly facts?: WeChatErrorFacts;
}

/**
 * Returns if WeChat Pay signed the content within the last five minutes, with the key it names; throws an error
 * that is `forged` if not. A key is only looked for when all else is in order. WeChat Pay APIv3, 签名验证.
 */
export async function verifyContent(findKey: FindKey, content: SignedContent): Promise<void> {
  const { header, body, nowMs, facts } = content;
  const timestamp = header('wechatpay-timestamp');
  const nonce = header('wechatpay-nonce');
  const signature = header('wechatpay-signature');
  const serial = header('wechatpay-serial');
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || !nonce || !signature || !serial) {
    throw new WeChatError(
      'wechat_signature_missing',
      'A Wechatpay-* signature header is missing or garbled.',
      facts,
    );
  }
  const type = header('wechatpay-signature-type') ?? SIGNATURE_TYPE;
  if (type !== SIGNATURE_TYPE) {
    throw new WeChatError(
      'wechat_signature_type_unsupported',
      'The signature is of an unsupported type.',
      facts,
    );
  }
  refuseOtherTimes(Number(timestamp) * 1000 - nowMs, facts);
  if (signature.startsWith('WECHATPAY/SIGNTEST/')) {
    throw new WeChatError('wechat_signature_probe', 'WeChat probed whether false signatures pass.', facts);
  }
  const key = await findKey(serial);
  if (!key) {
    const what = `The signature names the key ${quote(serial)}, which is not among ours.`;
    throw new WeChatError('wechat_serial_unknown', what, facts);
  }
  if (!verifyLines([timestamp, nonce, body], signature, key)) {
    throw new WeChatError(
      'wechat_signature_invalid',
      `The signature does not match key ${quote(serial)}.`,
      facts,
    );
  }
}

function refuseOtherTimes(aheadMs: number, facts: WeChatErrorFacts | undefined): void {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (aheadMs <= -SIGNED_TIME_TOLERANCE_MS) {
    throw new WeChatError('wechat_timestamp_stale', `The signed time is ${seconds} s ago.`, facts);
  }
  if (aheadMs >= SIGNED_TIME_TOLERANCE_MS) {
    throw new WeChatError('wechat_timestamp_future', `The signed time is ${seconds} s ahead.`, facts);
  }
}

/** Foreign text, cut and made harmless for a log line. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 64));
}
