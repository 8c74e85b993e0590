import { WeChatError } from '../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../errors/wechat-error.ts';
import { parseObject } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { sendRequest } from '../http/send-request.ts';
import type { Answer, Line } from '../http/send-request.ts';
import { authorize } from './authorization.ts';
import type { Merchant } from './authorization.ts';
import { payRefusal } from './pay-refusal.ts';
import { verifyContent } from './verifier.ts';
import type { VerifyingKeys } from './verifier.ts';

/** What every operation of WeChat Pay stands on. */
export interface PayContext {
  readonly baseUrl: URL;
  readonly merchant: Merchant;
  readonly appid: string;
  readonly apiV3Key: Uint8Array;
  readonly keys: VerifyingKeys;
  readonly line: Line;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly nonce: () => string;
}

export interface PayCall {
  readonly method: 'GET' | 'POST';
  /** Path and query on the host of WeChat Pay, percent-encoded. */
  readonly path: string;
  readonly body?: JsonObject;
}

/** A verified success. */
export interface PayAnswer {
  /** The body; undefined when it is empty. */
  readonly object: JsonObject | undefined;
  /** For errors that a later look at the body may bring. */
  readonly facts: WeChatErrorFacts;
}

/**
 * Signs a call, sends it once, and returns the answer if it is a success that WeChat Pay signed.
 * Throws a `WeChatError` for everything else; nothing is repeated here.
 */
export async function callPay(context: PayContext, call: PayCall): Promise<PayAnswer> {
  const url = new URL(call.path, context.baseUrl);
  const body = call.body && new TextEncoder().encode(JSON.stringify(call.body));
  const answer = await sendRequest(context.line, {
    method: call.method,
    url,
    headers: headersOf(context, { method: call.method, url, body }),
    body,
  });
  return readAnswer(context, answer, `${call.method} ${url.pathname}`);
}

function headersOf(
  context: PayContext,
  request: { method: string; url: URL; body: Uint8Array | undefined },
): Record<string, string> {
  const publicKeyId = context.keys.keys().find((serial) => serial.startsWith('PUB_KEY_ID_'));
  const authorization = authorize(context.merchant, {
    method: request.method,
    pathAndQuery: request.url.pathname + request.url.search,
    timestampS: Math.floor(context.clock() / 1000),
    nonce: context.nonce(),
    body: request.body ?? new Uint8Array(),
  });
  return {
    accept: 'application/json',
    'user-agent': 'Carillon',
    authorization,
    ...(request.body && { 'content-type': 'application/json' }),
    // Asks for an answer signed with the public key, which does not expire as certificates do.
    ...(publicKeyId && { 'wechatpay-serial': publicKeyId }),
  };
}

function readAnswer(context: PayContext, answer: Answer, name: string): PayAnswer {
  // Refusals are not verified: WeChat Pay may not know with which key (SIGN_ERROR), and nothing is
  // believed of them but that the call did not succeed.
  if (answer.status < 200 || answer.status > 299) throw payRefusal(answer, name);
  const facts = { status: answer.status, requestId: answer.headers.get('request-id') ?? undefined };
  verifyContent(context.keys, {
    header: (header) => answer.headers.get(header) ?? undefined,
    body: answer.body,
    nowMs: context.clock(),
    facts,
  });
  if (answer.status === 202) throw payRefusal(answer, name);
  if (answer.body.length === 0) return { object: undefined, facts };
  const object = parseObject(answer.body);
  if (!object) {
    throw new WeChatError('wechat_answer_unreadable', `The answer to ${name} is not JSON.`, facts);
  }
  return { object, facts };
}
