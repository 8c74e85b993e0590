import type { SentMessage } from './message-book.ts';

/** How a template message ended. Source: 模板消息, 事件推送. */
export function finishedEvent({ openid, msgId, status, sentAt }: SentMessage): {
  subject: string;
  openid: string;
  text: string;
} {
  const cdata = (text: string) => `<![CDATA[${text}]]>`;
  const text = [
    '<xml>',
    `<ToUserName>${cdata('gh_carillon')}</ToUserName>`,
    `<FromUserName>${cdata(openid)}</FromUserName>`,
    `<CreateTime>${Math.floor(sentAt / 1000)}</CreateTime>`,
    `<MsgType>${cdata('event')}</MsgType>`,
    `<Event>${cdata('TEMPLATESENDJOBFINISH')}</Event>`,
    `<MsgID>${msgId}</MsgID>`,
    `<Status>${cdata(status)}</Status>`,
    '</xml>',
  ].join('\n');
  return { subject: msgId, openid, text };
}
