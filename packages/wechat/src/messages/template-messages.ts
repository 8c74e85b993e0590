import { readAppOptions } from '../app/app-context.ts';
import type { AppContext, AppOptions } from '../app/app-context.ts';
import { callApp } from '../app/call-app.ts';
import type { StableToken } from '../app/stable-token.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { isSafeUrl } from '../http/base-url.ts';
import { isFieldText } from './message-fields.ts';

/** A message of a service account to one of its followers. */
export interface TemplateMessage {
  /** The receiver, under the service account's appid. */
  readonly openid: string;
  readonly templateId: string;
  /** By the template's keys: `{ keyword1: '巷口小馆' }`. */
  readonly data: Readonly<Record<string, string>>;
  /** Where a tap on the message leads. */
  readonly url?: string | undefined;
  /** Up to 32 letters, digits, `_` and `-`. WeChat drops a second message of this id to the same person. */
  readonly clientMsgId?: string | undefined;
}

export interface TemplateMessageAnswer {
  /** WeChat's number of the message, by which its fate is told later. Digits, more than a number holds. */
  readonly msgId: string;
}

/** Template messages of a service account. */
export interface TemplateMessages {
  /**
   * Hands a message over to WeChat. That it was taken is not that it arrived: its fate comes by message push, with
   * the msgId. Service accounts, 发送模板消息.
   *
   * Rejects with `wechat_message_invalid` before anything is sent; `wechat_not_following`, `wechat_template_unknown`,
   * `wechat_message_refused`, `wechat_quota_used` and others after. Only outcomes `later` and `unknown` are worth
   * another try, with the same clientMsgId.
   */
  send(message: TemplateMessage): Promise<TemplateMessageAnswer>;
}

export interface TemplateMessagesOptions extends AppOptions {
  /** The account's token, kept by `createStableToken`. */
  readonly stableToken: StableToken;
}

const PATH = '/cgi-bin/message/template/send';

/** Makes the client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createTemplateMessages(options: TemplateMessagesOptions): TemplateMessages {
  const context = readAppOptions(options);
  return {
    async send(message) {
      checkMessage(message);
      return options.stableToken.use((accessToken) => sendTemplateMessage(context, accessToken, message));
    },
  };
}

async function sendTemplateMessage(
  context: AppContext,
  accessToken: string,
  { openid, templateId, data, url, clientMsgId }: TemplateMessage,
): Promise<TemplateMessageAnswer> {
  const fields = Object.entries(data).map(([key, value]) => [key, { value }] as const);
  const { text, status } = await callApp(context, {
    path: PATH,
    query: { access_token: accessToken },
    body: {
      touser: openid,
      template_id: templateId,
      ...(url !== undefined && { url }),
      ...(clientMsgId !== undefined && { client_msg_id: clientMsgId }),
      data: Object.fromEntries(fields),
    },
  });
  // Message numbers are beyond 2^53: JSON.parse would round them, and the push would not match.
  const msgId = /"msgid"\s*:\s*"?(\d{1,20})\b/.exec(text)?.[1];
  if (msgId === undefined) {
    throw new WeChatError('wechat_answer_unreadable', 'WeChat gave the message no number.', { status });
  }
  return { msgId };
}

function checkMessage({ openid, templateId, data, url, clientMsgId }: TemplateMessage): void {
  if (!/^[\w-]{1,128}$/.test(openid)) refuse('/touser', 'is no openid');
  if (!/^[\w-]{1,64}$/.test(templateId)) refuse('/template_id', 'is no template id');
  if (clientMsgId !== undefined && !/^[\w-]{1,32}$/.test(clientMsgId)) {
    refuse('/client_msg_id', 'is not 1 to 32 letters and digits');
  }
  const address = url === undefined ? undefined : URL.parse(url);
  if (address !== undefined && !(address && isSafeUrl(address))) refuse('/url', 'is not an https address');
  if (Object.keys(data).length === 0) refuse('/data', 'has no fields');
  for (const [key, text] of Object.entries(data)) {
    if (!/^[a-z_]{1,32}\d{0,3}$/.test(key)) refuse('/data', 'has a key that no template has');
    if (!isFieldText(key, text)) refuse(`/data/${key}/value`, 'breaks the rule of its kind');
  }
}

function refuse(field: string, what: string): never {
  throw new WeChatError('wechat_message_invalid', `${field} ${what}.`, { field });
}
