import { describe, expect, test } from 'vitest';
import { answeredApp } from '../testing/answered-app.ts';
import { createSubscribeMessages } from './subscribe-messages.ts';
import type { SubscribeMessage } from './subscribe-messages.ts';

const message: SubscribeMessage = {
  openid: 'oA',
  templateId: 'tpl-1',
  data: { thing1: '编钟小馆', character_string2: '017', phrase3: '已出餐' },
  page: 'pages/order/order?id=42',
};

function sending(answer: object, over: Partial<SubscribeMessage> = {}) {
  const { options, sent } = answeredApp([answer]);
  return { sent, sending: createSubscribeMessages(options).send({ ...message, ...over }) };
}

describe('a subscribe message', () => {
  test('is sent with the mini program’s token', async () => {
    const { sent, sending: done } = sending({ errcode: 0, errmsg: 'ok' });
    await done;
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.example/cgi-bin/message/subscribe/send?access_token=T1',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      touser: 'oA',
      template_id: 'tpl-1',
      page: 'pages/order/order?id=42',
      lang: 'zh_CN',
      data: {
        thing1: { value: '编钟小馆' },
        character_string2: { value: '017' },
        phrase3: { value: '已出餐' },
      },
    });
  });

  test.each([
    [43101, 'wechat_not_subscribed', 'final'],
    [43107, 'wechat_subscribe_banned', 'final'],
    [43108, 'wechat_send_concurrent', 'later'],
    [45168, 'wechat_message_sensitive', 'final'],
    [47003, 'wechat_message_refused', 'final'],
    [41030, 'wechat_page_unknown', 'final'],
    [40037, 'wechat_template_unknown', 'final'],
    [40003, 'wechat_openid_unknown', 'final'],
    [-1, 'wechat_busy', 'later'],
  ])('answered errcode %i is %s, outcome %s', async (errcode, code, outcome) => {
    const { sending: done } = sending({ errcode, errmsg: 'no' });
    await expect(done).rejects.toMatchObject({ code, outcome, wechatCode: String(errcode) });
  });

  test.each<[string, Partial<SubscribeMessage>, string]>([
    ['a thing of 21 characters', { data: { thing1: '一'.repeat(21) } }, '/data/thing1/value'],
    ['a number with letters', { data: { number1: '1a' } }, '/data/number1/value'],
    ['a phrase of six', { data: { phrase1: '一二三四五六' } }, '/data/phrase1/value'],
    [
      'Chinese among character_string',
      { data: { character_string1: '编017' } },
      '/data/character_string1/value',
    ],
    ['a phone number of letters', { data: { phone_number1: 'call me' } }, '/data/phone_number1/value'],
    ['a key without a number', { data: { first: 'x' } }, '/data'],
    ['no fields', { data: {} }, '/data'],
    ['a page that begins with a slash', { page: '/pages/order' }, '/page'],
    ['no openid', { openid: '' }, '/touser'],
    ['no template', { templateId: ' ' }, '/template_id'],
  ])('with %s is refused before it is sent', async (_title, over, field) => {
    const { sent, sending: done } = sending({ errcode: 0 }, over);
    await expect(done).rejects.toMatchObject({ code: 'wechat_message_invalid', field });
    expect(sent).toEqual([]);
  });
});
