import { WeChatError } from '../errors/wechat-error.ts';
import { parseObject } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { sendRequest } from '../http/send-request.ts';
import type { AppContext } from './app-context.ts';
import { appRefusal } from './app-refusal.ts';

export interface AppCall {
  /** `/sns/jscode2session` */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without one the call is a GET. */
  readonly body?: JsonObject;
}

export interface AppAnswer {
  readonly status: number;
  readonly object: JsonObject;
  /** The answer as it was written: numbers in it may be larger than JSON.parse keeps. */
  readonly text: string;
}

/** Calls api.weixin.qq.com once. Throws what it refused (it answers 200 for errors, too) or what came between. */
export async function callApp({ apiBaseUrl, line }: AppContext, call: AppCall): Promise<AppAnswer> {
  const url = new URL(call.path, apiBaseUrl);
  url.search = new URLSearchParams(call.query).toString();
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const { status, body } = await sendRequest(line, {
    method: call.body ? 'POST' : 'GET',
    url,
    headers: { accept: 'application/json', 'user-agent': 'Carillon', ...(call.body && json) },
    body: call.body && Buffer.from(JSON.stringify(call.body)),
  });
  const object = parseObject(body);
  const refusal = appRefusal(status, object);
  if (refusal) throw refusal;
  if (!object) throw new WeChatError('wechat_answer_unreadable', 'WeChat answered no object.', { status });
  return { status, object, text: Buffer.from(body).toString('utf8') };
}
