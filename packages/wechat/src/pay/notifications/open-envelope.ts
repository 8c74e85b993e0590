import { WeChatError } from '../../errors/wechat-error.ts';
import { objectIn, parseObject, textIn, timeIn } from '../../http/json.ts';
import type { JsonObject } from '../../http/json.ts';
import type { PayContext } from '../pay-context.ts';
import { RESOURCE_ALGORITHM, decryptResource } from '../signing/decrypt-resource.ts';

/** What every notification has, and its encrypted part, decrypted. */
export interface Envelope {
  readonly id: string;
  readonly eventType: string;
  /** ISO-8601 in UTC. */
  readonly createTime: string;
  readonly resource: JsonObject;
}

/**
 * Reads the body of a notification that was verified, and decrypts its resource. WeChat Pay APIv3, 支付通知.
 * Throws `wechat_notification_malformed`, `wechat_ciphertext_malformed` or `wechat_ciphertext_undecryptable`.
 */
export function openEnvelope({ apiV3Key }: Pick<PayContext, 'apiV3Key'>, rawBody: Uint8Array): Envelope {
  const envelope = parseObject(rawBody) ?? {};
  const id = textIn(envelope, 'id');
  const createTime = timeIn(envelope, 'create_time');
  const eventType = textIn(envelope, 'event_type');
  const sealed = objectIn(envelope, 'resource');
  if (!id || !createTime || !eventType || !sealed) {
    throw malformed('lacks id, create_time, event_type or resource');
  }
  const ciphertext = textIn(sealed, 'ciphertext');
  const nonce = textIn(sealed, 'nonce');
  if (textIn(sealed, 'algorithm') !== RESOURCE_ALGORITHM || !ciphertext || !nonce) {
    throw malformed(`has no ${RESOURCE_ALGORITHM} resource`);
  }
  const associatedData = textIn(sealed, 'associated_data') ?? '';
  const resource = parseObject(decryptResource(apiV3Key, { ciphertext, nonce, associatedData }));
  if (!resource) throw malformed('holds something else than JSON');
  return { id, createTime, eventType, resource };
}

function malformed(how: string): WeChatError {
  return new WeChatError('wechat_notification_malformed', `The notification ${how}.`);
}
