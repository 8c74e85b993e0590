import { WeChatError } from '../errors/wechat-error.ts';
import { readPushList } from './push-list.ts';

/** A service card was not shown. 新版一次性订阅消息开发指南 1.5: notify_service_msg_send_result. */
export interface CardFailed {
  readonly kind: 'card-failed';
  readonly openid: string;
  /** The payment that is the card's code, without the `p1.` that WeChat writes before it. */
  readonly transactionId: string;
  /** 2006 or 2007. */
  readonly cardType: number;
  /** `cur_status` of the change that was not shown; undefined when WeChat does not say. */
  readonly cardStatus: number | undefined;
  /** -1004 the person refuses this card, -1005 too often, -1003 no such template here, -10001 and -10002 WeChat's own. */
  readonly reason: CardFailure;
}

export type CardFailure =
  'user_refused' | 'too_often' | 'template_missing' | 'content_unsafe' | 'system_failed';

/** A payment is unshipped for two days. 小程序发货信息管理服务, 相关消息推送: trade_manage_remind_shipping. */
export interface ShippingReminder {
  readonly kind: 'shipping-reminder';
  readonly transactionId: string;
  readonly outTradeNo: string;
}

/** A payment is shipped, and will be settled; or is settled. trade_manage_order_settlement. */
export interface OrderSettlement {
  readonly kind: 'order-settlement';
  readonly transactionId: string;
  readonly outTradeNo: string;
  /** ISO-8601 in UTC: told when it is shipped. */
  readonly settlesAt: string | undefined;
  /** ISO-8601 in UTC: told when the money is free. */
  readonly settledAt: string | undefined;
}

/**
 * What a person must read: shipping is to be uploaded from now on (trade_manage_remind_access_api), or the mini program's
 * trade is restricted until it is (wxa_trade_controlled). The fields of the latter are in no document that we read: only
 * its name is believed.
 */
export interface TradeNotice {
  readonly kind: 'trade-notice';
  readonly notice: 'access_api' | 'trade_controlled';
  /** WeChat's sentence; empty when it has none. */
  readonly message: string;
}

/** Whether a person wants messages of a template. subscribe_msg_popup_event, subscribe_msg_change_event. */
export interface SubscribeAnswered {
  readonly kind: 'subscribe-answered';
  readonly openid: string;
  /** Asked by the mini program; or changed in the settings, where nothing is accepted. */
  readonly where: 'popup' | 'settings';
  readonly answers: readonly { readonly templateId: string; readonly accepted: boolean }[];
}

/** How subscribe messages ended. subscribe_msg_sent_event. */
export interface SubscribeSent {
  readonly kind: 'subscribe-sent';
  readonly openid: string;
  readonly messages: readonly {
    readonly templateId: string;
    readonly msgId: string;
    readonly delivered: boolean;
    /** WeChat's number; 0 when it was delivered. */
    readonly errorCode: number;
  }[];
}

export type MiniProgramEvent =
  CardFailed | ShippingReminder | OrderSettlement | TradeNotice | SubscribeAnswered | SubscribeSent;

type Fields = ReadonlyMap<string, string>;

const CARD_FAILURES: Readonly<Record<string, CardFailure>> = {
  '-1003': 'template_missing',
  '-1004': 'user_refused',
  '-1005': 'too_often',
  '-10001': 'system_failed',
  '-10002': 'content_unsafe',
};

const READERS: Readonly<Record<string, (fields: Fields, text: string) => MiniProgramEvent>> = {
  notify_service_msg_send_result: readCardFailed,
  trade_manage_remind_shipping: (fields) => ({
    kind: 'shipping-reminder',
    transactionId: digits(fields, 'transaction_id'),
    outTradeNo: fields.get('merchant_trade_no') ?? '',
  }),
  trade_manage_order_settlement: (fields) => ({
    kind: 'order-settlement',
    transactionId: digits(fields, 'transaction_id'),
    outTradeNo: fields.get('merchant_trade_no') ?? '',
    settlesAt: instant(fields, 'estimated_settlement_time'),
    settledAt: instant(fields, 'settlement_time'),
  }),
  trade_manage_remind_access_api: (fields) => notice('access_api', fields),
  wxa_trade_controlled: (fields) => notice('trade_controlled', fields),
  subscribe_msg_popup_event: (fields, text) => readAnswers('popup', fields, text),
  subscribe_msg_change_event: (fields, text) => readAnswers('settings', fields, text),
  subscribe_msg_sent_event: readSent,
};

/** Reads an event of a mini program; undefined for what is none of them. @throws wechat_push_malformed */
export function readMiniProgramEvent(fields: Fields, text: string): MiniProgramEvent | undefined {
  const event = fields.get('Event') ?? '';
  return Object.hasOwn(READERS, event) ? READERS[event]?.(fields, text) : undefined;
}

function readCardFailed(fields: Fields): CardFailed {
  const transactionId = (fields.get('notify_code') ?? '').replace(/^p1\./, '');
  const cardType = Number(fields.get('notify_type'));
  if (!/^\d{1,32}$/.test(transactionId) || !Number.isSafeInteger(cardType)) {
    throw malformed('The failure of a card lacks its code or type.');
  }
  const status = Number(fields.get('card_status') ?? NaN);
  return {
    ...{ kind: 'card-failed', transactionId, cardType },
    openid: fields.get('openid') ?? fields.get('FromUserName') ?? '',
    cardStatus: Number.isSafeInteger(status) ? status : undefined,
    reason: CARD_FAILURES[fields.get('fail_ret') ?? ''] ?? 'system_failed',
  };
}

function readAnswers(where: SubscribeAnswered['where'], fields: Fields, text: string): SubscribeAnswered {
  const answers = readPushList(text).flatMap((item) => {
    const templateId = item.get('TemplateId');
    const accepted = item.get('SubscribeStatusString') === 'accept';
    return templateId === undefined ? [] : [{ templateId, accepted }];
  });
  return { kind: 'subscribe-answered', where, openid: fields.get('FromUserName') ?? '', answers };
}

function readSent(fields: Fields, text: string): SubscribeSent {
  const messages = readPushList(text).flatMap((item) => {
    const [templateId, msgId] = [item.get('TemplateId'), item.get('MsgID')];
    const errorCode = Number(item.get('ErrorCode') ?? 0);
    if (templateId === undefined || msgId === undefined) return [];
    return [{ templateId, msgId, errorCode, delivered: errorCode === 0 }];
  });
  return { kind: 'subscribe-sent', openid: fields.get('FromUserName') ?? '', messages };
}

function notice(what: TradeNotice['notice'], fields: Fields): TradeNotice {
  return { kind: 'trade-notice', notice: what, message: (fields.get('msg') ?? '').slice(0, 500) };
}

function digits(fields: Fields, name: string): string {
  const text = fields.get(name) ?? '';
  if (/^\d{1,32}$/.test(text)) return text;
  throw malformed(`The event lacks its ${name}.`);
}

/** WeChat writes 0 for a time that is not yet. */
function instant(fields: Fields, name: string): string | undefined {
  const seconds = Number(fields.get(name) ?? 0);
  return Number.isSafeInteger(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString() : undefined;
}

function malformed(what: string): WeChatError {
  return new WeChatError('wechat_push_malformed', what);
}
