import { WeChatError } from '../errors/wechat-error.ts';
import type { WeChatErrorFacts } from '../errors/wechat-error.ts';
import { parseObject } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { sendRequest } from '../http/send-request.ts';
import type { Answer } from '../http/send-request.ts';
import type { PayContext } from './pay-context.ts';
import { payRefusal } from './pay-refusal.ts';
import { authorize } from './signing/authorization.ts';
import { verifyContent } from './signing/verifier.ts';
import type { FindKey } from './signing/verifier.ts';

export interface PayCall {
  readonly method: 'GET' | 'POST';
  /** Path and query on the host of WeChat Pay, percent-encoded. */
  readonly path: string;
  readonly body?: JsonObject;
  /** The key that parts of the body are encrypted with; the answer is then signed by it, too. */
  readonly encryptedFor?: string | undefined;
}

/** A verified success. */
export interface PayAnswer {
  /** The body; undefined when it is empty. */
  readonly object: JsonObject | undefined;
  /** For errors that a later look at the body may bring. */
  readonly facts: WeChatErrorFacts;
}

/**
 * Signs a call, sends it once, and returns the answer if it is a success that WeChat Pay signed. Throws a
 * `WeChatError` for everything else; nothing is repeated here.
 */
export async function callPay(context: PayContext, call: PayCall): Promise<PayAnswer> {
  const answer = await exchange(context, call);
  return readAnswer(context, { answer, call, findKey: context.keys.find });
}

/** Signs a call, sends it once, and returns the answer whatever it is; nothing is verified yet. */
export function exchange(context: PayContext, call: PayCall, line = context.line): Promise<Answer> {
  const { method } = call;
  const url = new URL(call.path, context.baseUrl);
  const body = call.body && new TextEncoder().encode(JSON.stringify(call.body));
  // Asks for an answer signed with the public key, which does not expire as certificates do.
  const serial = call.encryptedFor ?? context.keys.publicKeyId;
  const headers = {
    accept: 'application/json',
    'user-agent': 'Carillon',
    authorization: authorize(context.merchant, {
      method,
      pathAndQuery: url.pathname + url.search,
      timestampS: Math.floor(context.clock() / 1000),
      nonce: context.nonce(),
      body: body ?? new Uint8Array(),
    }),
    ...(body && { 'content-type': 'application/json' }),
    ...(serial && { 'wechatpay-serial': serial }),
  };
  return sendRequest(line, { method, url, headers, body });
}

/** Returns what a success holds once it is verified; throws the error that any other answer is. */
export async function readAnswer(
  context: PayContext,
  { answer, call, findKey }: { answer: Answer; call: PayCall; findKey: FindKey },
): Promise<PayAnswer> {
  const name = nameOf(call);
  // Refusals are not verified: WeChat Pay may not know with which key (SIGN_ERROR), and nothing is
  // believed of them but that the call did not succeed.
  if (answer.status < 200 || answer.status > 299) throw payRefusal(answer, name);
  const facts = { status: answer.status, requestId: answer.headers.get('request-id') ?? undefined };
  await verifyContent(findKey, {
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

/** What a call is called in messages: no query, and no host. */
export function nameOf({ method, path }: PayCall): string {
  return `${method} ${path.replace(/\?.*/s, '')}`;
}
