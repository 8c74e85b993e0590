import type { Trade } from '../pay/trade.ts';
import type { Card } from './card-book.ts';
import type { SubscribeChoice } from './accept-book.ts';
import type { Shipping } from './shipping-book.ts';

/** What the mini program's server is told by itself. */
export interface MiniEvent {
  /** For the wire log: a payment's number, or a template's. */
  readonly subject: string;
  readonly openid: string;
  /** `Event`. */
  readonly name: string;
  /** Beside ToUserName, FromUserName, CreateTime and MsgType: as they are in XML. */
  readonly fields: Readonly<Record<string, string | number>>;
  /** Of subscribe messages: the items of the `List` in this frame. */
  readonly list?: {
    readonly frame: string;
    readonly items: readonly Readonly<Record<string, string | number>>[];
  };
}

const seconds = (atMs: number) => Math.floor(atMs / 1000);

/** Source: 新版一次性订阅消息开发指南 1.5. */
export function cardFailedEvent({ notifyCode, notifyType, openid, content }: Card): MiniEvent {
  return {
    ...{ subject: notifyCode, openid, name: 'notify_service_msg_send_result' },
    fields: {
      openid,
      notify_code: `p1.${notifyCode}`,
      notify_type: notifyType,
      card_status: content.cur_status,
      fail_ret: -1004,
      fail_msg: 'user reject message',
    },
  };
}

/** Source: 小程序发货信息管理服务, 相关消息推送: when it is shipped, and again when it is settled. */
export function settlementEvent(trade: Trade, shipping: Shipping, settlesAt: number): MiniEvent {
  const { settledAt } = shipping;
  return {
    ...{ subject: shipping.transactionId, openid: trade.payment?.openid ?? '' },
    name: 'trade_manage_order_settlement',
    fields: {
      ...paymentFields(trade),
      shipped_time: seconds(shipping.shippedAt),
      ...(settledAt === undefined
        ? { estimated_settlement_time: seconds(settlesAt) }
        : {
            confirm_receive_method: 1,
            confirm_receive_time: seconds(settledAt),
            settlement_time: seconds(settledAt),
          }),
    },
  };
}

/** Two days after a payment that nothing was uploaded of. */
export function remindShippingEvent(trade: Trade): MiniEvent {
  return {
    subject: trade.payment?.transactionId ?? '',
    openid: trade.payment?.openid ?? '',
    name: 'trade_manage_remind_shipping',
    fields: { ...paymentFields(trade), msg: '有订单超过48小时未发货，请尽快录入发货信息' },
  };
}

/** Source: 订阅消息, 事件推送. */
export function subscribeAnsweredEvent(
  openid: string,
  answers: Readonly<Record<string, SubscribeChoice>>,
): MiniEvent {
  const items = Object.entries(answers).map(([TemplateId, SubscribeStatusString]) => ({
    ...{ TemplateId, SubscribeStatusString },
    PopupScene: 0,
  }));
  return {
    ...{ subject: items[0]?.TemplateId ?? '', openid, name: 'subscribe_msg_popup_event', fields: {} },
    list: { frame: 'SubscribeMsgPopupEvent', items },
  };
}

export function subscribeSentEvent(sent: { openid: string; templateId: string; msgId: string }): MiniEvent {
  const item = { TemplateId: sent.templateId, MsgID: sent.msgId, ErrorCode: 0, ErrorStatus: 'success' };
  return {
    ...{ subject: sent.msgId, openid: sent.openid, name: 'subscribe_msg_sent_event', fields: {} },
    list: { frame: 'SubscribeMsgSentEvent', items: [item] },
  };
}

function paymentFields(trade: Trade): Record<string, string | number> {
  return {
    transaction_id: trade.payment?.transactionId ?? '',
    merchant_id: trade.mchid,
    sub_merchant_id: '',
    merchant_trade_no: trade.outTradeNo,
    pay_time: seconds(trade.payment?.paidAt ?? 0),
  };
}

/** The event as XML, to be sealed. */
export function eventXml({ openid, name, fields, list }: MiniEvent, atMs: number): string {
  const head = {
    ToUserName: 'gh_carillon_mini',
    FromUserName: openid,
    CreateTime: seconds(atMs),
    MsgType: 'event',
    Event: name,
  };
  const items =
    list &&
    `<${list.frame}>${list.items.map((item) => `<List>${xmlOf(item)}</List>`).join('')}</${list.frame}>`;
  return `<xml>${xmlOf({ ...head, ...fields })}${items ?? ''}</xml>`;
}

function xmlOf(fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields)
    .map(([key, value]) =>
      typeof value === 'number' ? `<${key}>${value}</${key}>` : `<${key}><![CDATA[${value}]]></${key}>`,
    )
    .join('');
}
