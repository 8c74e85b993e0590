import { readAppOptions } from '../app/app-context.ts';
import type { AppOptions } from '../app/app-context.ts';
import { callApp } from '../app/call-app.ts';
import type { StableToken } from '../app/stable-token.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { isFieldText } from './message-fields.ts';

/** A message of a mini program to somebody who accepted its template. */
export interface SubscribeMessage {
  /** The receiver, under the mini program's appid. */
  readonly openid: string;
  readonly templateId: string;
  /** By the template's keys: `{ thing1: '巷口小馆' }`. */
  readonly data: Readonly<Record<string, string>>;
  /** The page that a tap on it opens, without a leading slash: `pages/order/order?id=42`. */
  readonly page?: string | undefined;
  /** Which of the mini program's versions a tap opens; the released one unless told. */
  readonly miniProgramState?: 'developer' | 'trial' | 'formal' | undefined;
}

/** Subscribe messages of a mini program. */
export interface SubscribeMessages {
  /**
   * Sends a message and uses one accept of it up: `wx.requestSubscribeMessage` asks for them, after a tap or a payment,
   * and WeChat counts them, not we. Mini programs, 发送订阅消息 (subscribeMessage.send).
   *
   * Rejects with `wechat_message_invalid` before anything is sent; `wechat_not_subscribed` (no accept is left),
   * `wechat_subscribe_banned`, `wechat_send_concurrent`, `wechat_message_sensitive`, `wechat_message_refused`,
   * `wechat_page_unknown` and others after. WeChat has no number by which it would drop a second copy: after an outcome
   * `unknown` another try may tell the person twice.
   */
  send(message: SubscribeMessage): Promise<void>;
}

export interface SubscribeMessagesOptions extends AppOptions {
  /** The mini program's token, kept by `createStableToken`. */
  readonly stableToken: StableToken;
}

const PATH = '/cgi-bin/message/subscribe/send';

/** Makes the client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createSubscribeMessages(options: SubscribeMessagesOptions): SubscribeMessages {
  const context = readAppOptions(options);
  return {
    async send(message) {
      checkMessage(message);
      const { openid, templateId, data, page, miniProgramState } = message;
      const fields = Object.entries(data).map(([key, value]) => [key, { value }] as const);
      const body = {
        touser: openid,
        template_id: templateId,
        ...(page !== undefined && { page }),
        ...(miniProgramState !== undefined && { miniprogram_state: miniProgramState }),
        lang: 'zh_CN',
        data: Object.fromEntries(fields),
      };
      await options.stableToken.use((accessToken) =>
        callApp(context, { path: PATH, query: { access_token: accessToken }, body }),
      );
    },
  };
}

function checkMessage({ openid, templateId, data, page }: SubscribeMessage): void {
  if (!/^[\w-]{1,128}$/.test(openid)) refuse('/touser', 'is no openid');
  if (!/^[\w-]{1,64}$/.test(templateId)) refuse('/template_id', 'is no template id');
  if (page !== undefined && !/^[^/\s]\S{0,1023}$/.test(page)) refuse('/page', 'is no page of a mini program');
  if (Object.keys(data).length === 0) refuse('/data', 'has no fields');
  for (const [key, text] of Object.entries(data)) {
    if (!/^[a-z_]{1,32}\d{1,3}$/.test(key)) refuse('/data', 'has a key that no template has');
    if (!isFieldText(key, text)) refuse(`/data/${key}/value`, 'breaks the rule of its kind');
  }
}

function refuse(field: string, what: string): never {
  throw new WeChatError('wechat_message_invalid', `${field} ${what}.`, { field });
}
