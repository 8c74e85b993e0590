import { describe, expect, test } from 'vitest';
import { readPushFields } from './push-fields.ts';
import { readMiniProgramEvent } from './pushed-events.ts';

const read = (text: string) => readMiniProgramEvent(readPushFields(text), text);
const xml = (event: string, fields: string) =>
  `<xml><FromUserName><![CDATA[oA]]></FromUserName><MsgType>event</MsgType><Event>${event}</Event>${fields}</xml>`;

describe('the failure of a card', () => {
  /** Of WeChat's document, 1.5. */
  const sample = {
    ...{ ToUserName: 'gh_e5e82d93a62a', FromUserName: 'oA', CreateTime: 1699428279, MsgType: 'event' },
    ...{ Event: 'notify_service_msg_send_result', openid: 'oA', notify_type: 2006, card_status: 4 },
    ...{ notify_code: 'p1.4200002043202311087295582095', fail_ret: -1004, fail_msg: 'user reject message ' },
  };

  test('tells the payment, the state and why', () => {
    expect(read(JSON.stringify(sample))).toEqual({
      ...{ kind: 'card-failed', openid: 'oA', transactionId: '4200002043202311087295582095' },
      ...{ cardType: 2006, cardStatus: 4, reason: 'user_refused' },
    });
  });

  test.each([
    [-1003, 'template_missing'],
    [-1005, 'too_often'],
    [-10001, 'system_failed'],
    [-10002, 'content_unsafe'],
    [-77, 'system_failed'],
  ])('with %i is %s', (fail_ret, reason) => {
    expect(read(JSON.stringify({ ...sample, fail_ret }))).toMatchObject({ reason });
  });

  test('without its code is malformed', () => {
    expect(() => read(JSON.stringify({ ...sample, notify_code: 'x' }))).toThrow('lacks its code');
  });
});

describe('news of shipping', () => {
  const payment =
    '<transaction_id>4200002043202311087295582095</transaction_id><merchant_trade_no>C17</merchant_trade_no>';
  const told = { transactionId: '4200002043202311087295582095', outTradeNo: 'C17' };

  test('reminds of a payment', () => {
    expect(read(xml('trade_manage_remind_shipping', payment))).toEqual({
      kind: 'shipping-reminder',
      ...told,
    });
  });

  test('says when a shipped payment will be settled, then that it is', () => {
    const shipped = xml(
      'trade_manage_order_settlement',
      `${payment}<estimated_settlement_time>1795406400</estimated_settlement_time>`,
    );
    expect(read(shipped)).toEqual({
      ...{ kind: 'order-settlement', ...told },
      ...{ settlesAt: '2026-11-23T04:00:00.000Z', settledAt: undefined },
    });
    const settled = xml(
      'trade_manage_order_settlement',
      `${payment}<settlement_time>1795406400</settlement_time>`,
    );
    expect(read(settled)).toMatchObject({ settlesAt: undefined, settledAt: '2026-11-23T04:00:00.000Z' });
  });

  test('without a payment is malformed', () => {
    expect(() => read(xml('trade_manage_remind_shipping', ''))).toThrow('lacks its transaction_id');
  });

  test.each([
    ['trade_manage_remind_access_api', 'access_api'],
    ['wxa_trade_controlled', 'trade_controlled'],
  ])('%s is a notice for people', (event, notice) => {
    expect(read(xml(event, '<msg>请接入</msg>'))).toEqual({
      kind: 'trade-notice',
      notice,
      message: '请接入',
    });
    expect(read(xml(event, ''))).toMatchObject({ message: '' });
  });
});

describe('news of subscribe messages', () => {
  const list =
    '<List><TemplateId>A</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>' +
    '<List><TemplateId>B</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List>';
  const answers = [
    { templateId: 'A', accepted: true },
    { templateId: 'B', accepted: false },
  ];

  test('tell what was accepted, in XML', () => {
    const text = xml('subscribe_msg_popup_event', `<SubscribeMsgPopupEvent>${list}</SubscribeMsgPopupEvent>`);
    expect(read(text)).toEqual({ kind: 'subscribe-answered', where: 'popup', openid: 'oA', answers });
  });

  test('tell it in JSON: a list, or one alone', () => {
    const event = { FromUserName: 'oA', Event: 'subscribe_msg_change_event' };
    const one = { TemplateId: 'B', SubscribeStatusString: 'reject' };
    const told = { kind: 'subscribe-answered', where: 'settings', openid: 'oA', answers: [answers[1]] };
    expect(read(JSON.stringify({ ...event, List: [one] }))).toEqual(told);
    expect(read(JSON.stringify({ ...event, List: one }))).toEqual(told);
    expect(read(JSON.stringify(event))).toEqual({ ...told, answers: [] });
  });

  test('tell how they ended', () => {
    const event = { FromUserName: 'oA', Event: 'subscribe_msg_sent_event' };
    const item = { TemplateId: 'A', MsgID: '1864323726461255680', ErrorCode: '0', ErrorStatus: 'success' };
    expect(read(JSON.stringify({ ...event, List: { ...item } }))).toEqual({
      ...{ kind: 'subscribe-sent', openid: 'oA' },
      messages: [{ templateId: 'A', msgId: '1864323726461255680', delivered: true, errorCode: 0 }],
    });
    expect(read(JSON.stringify({ ...event, List: { ...item, ErrorCode: '20001' } }))).toMatchObject({
      messages: [{ delivered: false, errorCode: 20001 }],
    });
  });
});

test('other news are left alone', () => {
  expect(read(xml('subscribe', ''))).toBeUndefined();
  expect(read(xml('constructor', ''))).toBeUndefined();
});
