import { readAppOptions } from '../app/app-context.ts';
import type { AppOptions } from '../app/app-context.ts';
import { callApp } from '../app/call-app.ts';
import type { StableToken } from '../app/stable-token.ts';
import { WeChatError } from '../errors/wechat-error.ts';
import { integerIn, objectIn, textIn } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { CARD_TYPES, refuseCard, toContentJson } from './card-content.ts';
import type { CardContent, CardKind } from './card-content.ts';

/** Whose card it is: of one payment, made in this very mini program. */
export interface CardKey {
  readonly kind: CardKind;
  /** Who paid, under the mini program's appid. */
  readonly openid: string;
  /** WeChat's number of the payment: it is the card's `notify_code`. */
  readonly transactionId: string;
}

/** What proves that the payment is ours: as WeChat told it, or the answer is `wechat_card_expired`. */
export interface CardPayment {
  readonly amountFen: number;
  readonly paidAt: Date;
}

/** How a card stands with WeChat. getUserNotify, code_state. */
export type CardStanding = 'normal' | 'risky' | 'abnormal' | 'refused_by_user';

export interface CardState {
  readonly standing: CardStanding;
  /** `cur_status` of the last change that was taken; undefined before the first. */
  readonly status: number | undefined;
  /** ISO-8601 in UTC: no change is taken after it. */
  readonly expiresAt: string | undefined;
}

/**
 * Service cards of a mini program (服务动态): a message that changes along with the order, which nobody needs to accept
 * beforehand. Mini programs, 新版一次性订阅消息开发指南 1.3.
 */
export interface ServiceCards {
  /**
   * Shows a card for the first time: within 24 hours of the payment. WeChat may not know the payment for a minute:
   * `wechat_card_code_unknown`, outcome `later`. setUserNotify, 激活与更新服务卡片.
   */
  activate(key: CardKey, content: CardContent, payment: CardPayment): Promise<void>;
  /**
   * Changes a card: within 30 days, until a state that nothing follows. `wechat_card_shown_already` says that it shows
   * this state, so another try after an outcome `unknown` does no harm. That WeChat took a change is not that the person
   * saw it: what failed comes by message push (`card-failed`).
   */
  update(key: CardKey, content: CardContent): Promise<void>;
  /** How a card stands. getUserNotify, 查询服务卡片状态. */
  find(key: CardKey): Promise<CardState>;
}

export interface ServiceCardsOptions extends AppOptions {
  /** The mini program's token, kept by `createStableToken`. */
  readonly stableToken: StableToken;
}

const SET_PATH = '/wxa/set_user_notify';
const GET_PATH = '/wxa/get_user_notify';
const STANDINGS: Readonly<Record<number, CardStanding>> = {
  0: 'normal',
  1: 'risky',
  2: 'abnormal',
  10: 'refused_by_user',
};

/** Makes the client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createServiceCards(options: ServiceCardsOptions): ServiceCards {
  const context = readAppOptions(options);

  async function call(path: string, body: JsonObject): Promise<{ object: JsonObject; status: number }> {
    return options.stableToken.use((accessToken) =>
      callApp(context, { path, query: { access_token: accessToken }, body }),
    );
  }

  return {
    async activate(key, content, { amountFen, paidAt }) {
      if (!Number.isSafeInteger(amountFen) || amountFen < 1)
        refuseCard('/check_json/pay_amount', 'is no sum in fen');
      const check = { pay_amount: amountFen, pay_time: Math.floor(paidAt.getTime() / 1000) };
      await call(SET_PATH, {
        ...toBody(key, content),
        check_json: JSON.stringify(check),
      });
    },
    async update(key, content) {
      await call(SET_PATH, toBody(key, content));
    },
    async find(key) {
      const { object, status } = await call(GET_PATH, toKey(key));
      const info = objectIn(object, 'notify_info') ?? {};
      const standing = STANDINGS[integerIn(info, 'code_state') ?? NaN];
      if (standing === undefined) {
        throw new WeChatError('wechat_answer_unreadable', 'WeChat told no state of the card.', { status });
      }
      return { standing, status: statusIn(info), expiresAt: expiryIn(info) };
    },
  };
}

function toBody(key: CardKey, content: CardContent): JsonObject {
  if (content.kind !== key.kind) refuseCard('/notify_type', 'is not the kind of the content');
  return { ...toKey(key), content_json: toContentJson(content) };
}

function toKey({ kind, openid, transactionId }: CardKey): JsonObject {
  if (!/^[\w-]{1,128}$/.test(openid)) refuseCard('/openid', 'is no openid');
  if (!/^\d{1,32}$/.test(transactionId)) refuseCard('/notify_code', 'is no transaction id');
  return { openid, notify_type: CARD_TYPES[kind], notify_code: transactionId };
}

function statusIn(info: JsonObject): number | undefined {
  try {
    const content: unknown = JSON.parse(textIn(info, 'content_json') ?? '');
    return typeof content === 'object' && content !== null
      ? integerIn(content as JsonObject, 'cur_status')
      : undefined;
  } catch {
    return undefined;
  }
}

function expiryIn(info: JsonObject): string | undefined {
  const seconds = integerIn(info, 'code_expire_time');
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();
}
