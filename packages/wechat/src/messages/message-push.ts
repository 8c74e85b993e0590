import { WeChatError } from '../errors/wechat-error.ts';
import { readPushFields } from './push-fields.ts';
import { isPushSignature, openPush, readAesKey } from './push-keys.ts';
import { readMiniProgramEvent } from './pushed-events.ts';
import type { MiniProgramEvent } from './pushed-events.ts';

/** What the administration page of a service account or mini program asks for under 服务器配置 (消息推送). */
export interface MessagePushOptions {
  readonly appid: string;
  /** 3 to 32 letters and digits of our own choice. */
  readonly token: string;
  /** EncodingAESKey: 43 letters and digits, also of our own choice. */
  readonly encodingAesKey: string;
}

/** The query of a request to the address that WeChat pushes to; a parameter that came twice is an array. */
export type PushQuery = Readonly<Record<string, unknown>>;

/** How a template message ended. */
export type TemplateFate = 'delivered' | 'user_blocked' | 'system_failed';

/** Tells how a template message ended. 模板消息, 事件推送: TEMPLATESENDJOBFINISH. */
export interface TemplateFinished {
  readonly kind: 'template-finished';
  /** As `send` answered it. */
  readonly msgId: string;
  readonly openid: string;
  readonly fate: TemplateFate;
  /** As WeChat put it: `failed:user block`. */
  readonly status: string;
}

/** Anything else that WeChat pushes: messages of followers, other events. */
export interface OtherPush {
  readonly kind: 'other';
}

export type PushedMessage = TemplateFinished | MiniProgramEvent | OtherPush;

/** The reader of what WeChat pushes to a service account or a mini program. */
export interface MessagePush {
  /**
   * Answers WeChat's check of the address (GET): the text to be echoed. Throws `wechat_signature_missing` or
   * `wechat_signature_invalid`.
   */
  confirmAddress(query: PushQuery): string;
  /**
   * Verifies, decrypts and reads a push (POST) in secure mode. Answer `success` to whatever is returned, within 5 s;
   * WeChat repeats what is not answered three times, so making it count once is the caller's.
   *
   * Throws `wechat_push_too_large`, `wechat_signature_missing`, `wechat_signature_invalid`, `wechat_push_malformed`,
   * `wechat_push_undecryptable` or `wechat_push_foreign`.
   */
  read(push: { readonly query: PushQuery; readonly rawBody: Uint8Array }): PushedMessage;
}

/** A pushed message has at most a few thousand characters. */
const PUSH_LIMIT_BYTES = 64 * 1024;

/** Makes the reader, or throws `wechat_configuration_invalid`. 消息推送. */
export function createMessagePush({ appid, token, encodingAesKey }: MessagePushOptions): MessagePush {
  const aesKey = readAesKey(encodingAesKey);
  if (appid === '' || !/^[0-9A-Za-z]{3,32}$/.test(token) || !aesKey) {
    throw new WeChatError(
      'wechat_configuration_invalid',
      'appid, token (3 to 32 letters and digits) or EncodingAESKey (43) of the message push is not of its form.',
    );
  }
  return {
    confirmAddress(query) {
      const echo = textOf(query, 'echostr');
      verify(textOf(query, 'signature'), [token, ...freshParts(query)]);
      return echo;
    },
    read({ query, rawBody }) {
      if (rawBody.byteLength > PUSH_LIMIT_BYTES) {
        throw new WeChatError('wechat_push_too_large', `The push is larger than ${PUSH_LIMIT_BYTES} bytes.`);
      }
      const encrypted = readPushFields(Buffer.from(rawBody).toString('utf8')).get('Encrypt');
      if (encrypted === undefined) {
        throw new WeChatError('wechat_push_malformed', 'The message push is not encrypted.');
      }
      verify(textOf(query, 'msg_signature'), [token, ...freshParts(query), encrypted]);
      return readPushed(openPush(aesKey, appid, encrypted));
    },
  };
}

function readPushed(text: string): PushedMessage {
  const fields = readPushFields(text);
  if (fields.get('Event') !== 'TEMPLATESENDJOBFINISH') {
    return readMiniProgramEvent(fields, text) ?? { kind: 'other' };
  }
  const [msgId = '', openid = ''] = [fields.get('MsgID'), fields.get('FromUserName')];
  const status = fields.get('Status')?.slice(0, 64) ?? '';
  if (!/^\d{1,20}$/.test(msgId) || openid === '' || status === '') {
    throw new WeChatError(
      'wechat_push_malformed',
      'The end of a template message lacks its number or status.',
    );
  }
  return { kind: 'template-finished', msgId, openid, fate: fateOf(status), status };
}

/** `success`, `failed:user block`, `failed: system failed`: with and without the blank, as WeChat writes them. */
function fateOf(status: string): TemplateFate {
  if (status === 'success') return 'delivered';
  return /user\s?block/i.test(status) ? 'user_blocked' : 'system_failed';
}

function freshParts(query: PushQuery): [string, string] {
  return [textOf(query, 'timestamp'), textOf(query, 'nonce')];
}

function verify(signature: string, parts: readonly string[]): void {
  if (isPushSignature(signature, parts)) return;
  throw new WeChatError('wechat_signature_invalid', 'The signature of the message push does not match.');
}

function textOf(query: PushQuery, name: string): string {
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (typeof value === 'string' && value !== '' && value.length <= 512) return value;
  throw new WeChatError('wechat_signature_missing', `${name} is absent, doubled or too long.`);
}
