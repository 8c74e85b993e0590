import { z } from 'zod';
import { findBadField } from '../messages/field-rules.ts';
import type { SentMessage } from '../messages/message-book.ts';
import { MiniRefusal, sufferFaults } from './mini-answer.ts';
import type { MiniDesk } from './mini-desk.ts';

const bodySchema = z.object({
  touser: z.string(),
  template_id: z.string(),
  page: z.string().default(''),
  data: z.record(z.string(), z.object({ value: z.string() })),
});

/** Keys of subscribe messages name their kind: `first` and `remark` are a service account's. */
const KEY = /^[a-z_]+\d+$/;

/**
 * POST /cgi-bin/message/subscribe/send: uses up one accept of the person. Source: 发送订阅消息.
 * @throws MiniRefusal 40003, 40037, 43101, 47003 and others
 */
export function sendSubscribe(desk: MiniDesk, body: unknown): SentMessage {
  const { identity, people, faults, accepts, messages, ids, clock } = desk;
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw new MiniRefusal(47001);
  const { touser: openid, template_id: templateId, page, data } = parsed.data;
  const person = people.find(({ openids }) => openids[identity.miniAppid] === openid);
  if (!person) throw new MiniRefusal(40003);
  const template = Object.entries(identity.miniTemplates).find(([, id]) => id === templateId)?.[0];
  if (template === undefined) throw new MiniRefusal(40037);
  if (page.startsWith('/')) throw new MiniRefusal(41030);
  const fields = Object.fromEntries(Object.entries(data).map(([key, { value }]) => [key, value]));
  const odd = Object.keys(fields).find((key) => !KEY.test(key));
  const bad = odd === undefined ? findBadField(fields) : `data.${odd}`;
  if (bad !== undefined || Object.keys(fields).length === 0) throw new MiniRefusal(47003, bad ?? 'data');
  sufferFaults(faults, [
    ['subscribe-banned', 43107],
    ['subscribe-concurrent', 43108],
    ['subscribe-sensitive', 45168],
  ]);
  if (!accepts.use(person.id, templateId)) throw new MiniRefusal(43101);
  const message: SentMessage = {
    msgId: `1${ids.digits(18)}`,
    ...{ clientMsgId: undefined, openid, template, fields, url: '' },
    personId: person.id,
    sentAt: clock.now(),
    status: 'success',
  };
  messages.add(message);
  return message;
}
