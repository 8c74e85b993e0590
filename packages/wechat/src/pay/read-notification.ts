import { WeChatError } from '../errors/wechat-error.ts';
import { objectIn, parseObject, textIn, timeIn } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { PayContext } from './call-pay.ts';
import { RESOURCE_ALGORITHM, decryptResource } from './decrypt-resource.ts';
import { readTrade, refuseForeignTrade } from './trade.ts';
import type { Trade } from './trade.ts';
import { verifyContent } from './verifier.ts';

/** A request to the notify URL, before anything has parsed it. */
export interface IncomingNotification {
  /** As Node gives them, or as the Fetch API does; names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's bytes as they came. A body that was parsed and written again does not verify. */
  readonly rawBody: Uint8Array;
}

/** A notification that WeChat Pay signed and encrypted for this merchant and app. */
export interface PayNotification {
  /** The same when WeChat Pay repeats it; it does so until it is answered 200 or 204 within 5 s. */
  readonly id: string;
  readonly eventType: 'TRANSACTION.SUCCESS';
  /** ISO-8601 in UTC. */
  readonly createTime: string;
  /** Still to be compared with our books: the out-trade-no, the amount, the state. */
  readonly trade: Trade;
}

/**
 * Verifies, decrypts and reads a payment notification; throws a `WeChatError` for anything that is not one.
 * Answer any error with 4xx or 5xx. It may come twice, at once, late or out of order: making it count once
 * is the caller's. WeChat Pay APIv3, 支付通知.
 */
export function readNotification(context: PayContext, incoming: IncomingNotification): PayNotification {
  const { headers, rawBody } = incoming;
  verifyContent(context.keys, {
    header: (name) => headerIn(headers, name),
    body: rawBody,
    nowMs: context.clock(),
  });
  const envelope = parseObject(rawBody) ?? {};
  const id = textIn(envelope, 'id');
  const createTime = timeIn(envelope, 'create_time');
  const eventType = textIn(envelope, 'event_type');
  const resource = objectIn(envelope, 'resource');
  if (!id || !createTime || !eventType || !resource) {
    throw malformed('lacks id, create_time, event_type or resource');
  }
  if (eventType !== 'TRANSACTION.SUCCESS') {
    const what = `The notification tells of ${JSON.stringify(eventType.slice(0, 64))}.`;
    throw new WeChatError('wechat_notification_unsupported', what);
  }
  const trade = readTrade(openResource(context, resource));
  refuseForeignTrade(trade, { mchid: context.merchant.mchid, appid: context.appid });
  return { id, eventType, createTime, trade };
}

function openResource(context: PayContext, resource: JsonObject): JsonObject {
  const ciphertext = textIn(resource, 'ciphertext');
  const nonce = textIn(resource, 'nonce');
  if (textIn(resource, 'algorithm') !== RESOURCE_ALGORITHM || !ciphertext || !nonce) {
    throw malformed(`has no ${RESOURCE_ALGORITHM} resource`);
  }
  const associatedData = textIn(resource, 'associated_data') ?? '';
  const object = parseObject(decryptResource(context.apiV3Key, { ciphertext, nonce, associatedData }));
  if (!object) throw malformed('holds something else than JSON');
  return object;
}

function malformed(how: string): WeChatError {
  return new WeChatError('wechat_notification_malformed', `The notification ${how}.`);
}

/** One header's value; undefined if it is absent or came more than once. */
function headerIn(headers: IncomingNotification['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([header]) => header.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : undefined;
}
