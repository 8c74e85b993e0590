import { describe, expect, test } from 'vitest';
import { createStableToken } from '../app/stable-token.ts';
import { answering } from '../testing/pay-stand-in.ts';
import { createTemplateMessages } from './template-messages.ts';
import type { TemplateMessage } from './template-messages.ts';

const app = { apiBaseUrl: 'https://api.example', appid: 'wx8888888888888888', secret: 's3cr3t' };
const message: TemplateMessage = {
  openid: 'oA',
  templateId: 'tpl-1',
  data: { first: '您的订单已完成', keyword5: '￥42.00' },
  url: 'https://shop.example/orders/42',
  clientMsgId: 'carillon-7',
};

function sending(answers: string[], over: Partial<TemplateMessage> = {}) {
  const tokens = answering(() => Response.json({ access_token: `T${tokens.sent.length}`, expires_in: 7200 }));
  const line = answering(() => new Response(answers[Math.min(line.sent.length, answers.length) - 1]));
  const stableToken = createStableToken({ ...app, fetch: tokens.fetch });
  const messages = createTemplateMessages({ ...app, stableToken, fetch: line.fetch });
  return { sent: line.sent, sending: messages.send({ ...message, ...over }) };
}

describe('a template message', () => {
  test('is sent with the account’s token, and its number kept to the last digit', async () => {
    const { sent, sending: done } = sending(['{"errcode":0,"errmsg":"ok","msgid":3321912348236431361}']);
    expect(await done).toEqual({ msgId: '3321912348236431361' });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.example/cgi-bin/message/template/send?access_token=T1',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      touser: 'oA',
      template_id: 'tpl-1',
      url: 'https://shop.example/orders/42',
      client_msg_id: 'carillon-7',
      data: { first: { value: '您的订单已完成' }, keyword5: { value: '￥42.00' } },
    });
  });

  test.each([40001, 40014, 42001])(
    'whose token is refused with %i goes out with a fresh one',
    async (errcode) => {
      const { sent, sending: done } = sending([JSON.stringify({ errcode }), '{"errcode":0,"msgid":1}']);
      expect(await done).toEqual({ msgId: '1' });
      expect(sent.map(({ url }) => new URL(url).searchParams.get('access_token'))).toEqual(['T1', 'T2']);
    },
  );

  test.each([
    [43004, 'wechat_not_following', 'final'],
    [40003, 'wechat_openid_unknown', 'final'],
    [40037, 'wechat_template_unknown', 'final'],
    [45009, 'wechat_quota_used', 'final'],
    [47003, 'wechat_message_refused', 'final'],
    [48001, 'wechat_api_unauthorised', 'final'],
    [45011, 'wechat_frequency_limited', 'later'],
    [-1, 'wechat_busy', 'later'],
  ])('answered errcode %i is %s, outcome %s, and sent once', async (errcode, code, outcome) => {
    const { sent, sending: done } = sending([JSON.stringify({ errcode, errmsg: 'no' })]);
    await expect(done).rejects.toMatchObject({ code, outcome });
    expect(sent).toHaveLength(1);
  });

  test('without a number in the answer may have gone out', async () => {
    const { sending: done } = sending(['{"errcode":0,"errmsg":"\\"msgid\\":7"}']);
    await expect(done).rejects.toMatchObject({ code: 'wechat_answer_unreadable', outcome: 'unknown' });
  });

  test.each<[string, Partial<TemplateMessage>, string]>([
    ['no openid', { openid: '' }, '/touser'],
    ['no template', { templateId: '' }, '/template_id'],
    ['no fields', { data: {} }, '/data'],
    ['an odd key', { data: { 'first.DATA': 'x' } }, '/data'],
    ['an empty field', { data: { first: ' ' } }, '/data/first/value'],
    ['a thing of 21 characters', { data: { thing1: '一'.repeat(21) } }, '/data/thing1/value'],
    [
      'Chinese in a character string',
      { data: { character_string2: '一号' } },
      '/data/character_string2/value',
    ],
    ['words for an amount', { data: { amount3: '不贵' } }, '/data/amount3/value'],
    ['an address over http', { url: 'http://shop.example/' }, '/url'],
    ['a long id', { clientMsgId: 'x'.repeat(33) }, '/client_msg_id'],
  ])('with %s is not sent, and says which field', async (_title, over, field) => {
    const { sent, sending: done } = sending([''], over);
    await expect(done).rejects.toMatchObject({ code: 'wechat_message_invalid', outcome: 'final', field });
    expect(sent).toEqual([]);
  });
});
