import { z } from 'zod';
import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { AccessTokens } from './access-tokens.ts';
import { findBadField } from './field-rules.ts';
import type { MessageBook, SentMessage } from './message-book.ts';

/** Source: 发送模板消息, error codes. */
const MESSAGE_ERRORS = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40037: 'invalid template_id',
  41001: 'access_token missing',
  43004: 'require subscribe',
  45009: 'reach max api daily quota limit',
  47001: 'data format error',
  47003: 'argument invalid!',
} as const;

type MessageErrorCode = keyof typeof MESSAGE_ERRORS;

export interface MessageRefusal {
  readonly errcode: MessageErrorCode;
  readonly errmsg: string;
}

export interface MessageDesk {
  identity: Pick<Identity, 'payAppid' | 'templates'>;
  people: readonly SandboxPerson[];
  ids: Ids;
  clock: Clock;
  faults: FaultBench;
  accessTokens: AccessTokens;
  messages: MessageBook;
}

const bodySchema = z.object({
  touser: z.string().catch(''),
  template_id: z.string().catch(''),
  url: z.string().catch(''),
  client_msg_id: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.string() })),
});

/** A fault that is answered instead of anything being sent. */
const REFUSING = [
  ['message-not-following', 43004],
  ['message-quota', 45009],
  ['message-data-wrong', 47003],
  ['message-busy', -1],
] as const;

/**
 * POST /cgi-bin/message/template/send. Tells the message that was sent, and whether it is the first of its
 * client_msg_id; or the refusal, which WeChat answers with HTTP 200. Source: 发送模板消息.
 */
export function sendMessage(
  desk: MessageDesk,
  accessToken: string,
  body: unknown,
): { message: SentMessage; isNew: boolean } | MessageRefusal {
  const { faults, accessTokens, messages, identity, people, ids } = desk;
  const refuse = (errcode: MessageErrorCode, more = ''): MessageRefusal => ({
    errcode,
    errmsg: `${MESSAGE_ERRORS[errcode]}${more && ` ${more}`} rid: ${rid(ids)}`,
  });

  if (accessToken === '') return refuse(41001);
  if (accessTokens.isGood(accessToken) && faults.take('token-invalid')) accessTokens.end();
  if (!accessTokens.isGood(accessToken)) return refuse(40001);
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return refuse(47001);
  const { touser: openid, template_id: templateId, url, client_msg_id: clientMsgId, data } = parsed.data;
  const person = people.find(({ openids }) => openids[identity.payAppid] === openid);
  if (!person) return refuse(40003);
  const template = Object.entries(identity.templates).find(([, id]) => id === templateId)?.[0];
  if (template === undefined) return refuse(40037);
  const fields = Object.fromEntries(Object.entries(data).map(([key, { value }]) => [key, value]));
  const bad = findBadField(fields);
  if (bad !== undefined || Object.keys(fields).length === 0) return refuse(47003, bad ?? 'data');
  for (const [fault, errcode] of REFUSING) if (faults.take(fault)) return refuse(errcode);

  const same = clientMsgId === undefined ? undefined : messages.findSame(openid, clientMsgId);
  if (same) return { message: same, isNew: false };
  const message: SentMessage = {
    // As long as the real ones: a merchant who reads it as a number loses its last digits.
    msgId: `3${ids.digits(18)}`,
    ...{ clientMsgId, openid, template, fields, url },
    personId: person.id,
    sentAt: desk.clock.now(),
    status: statusOf(faults),
  };
  messages.add(message);
  return { message, isNew: true };
}

function statusOf(faults: FaultBench): SentMessage['status'] {
  if (faults.take('message-user-block')) return 'failed:user block';
  return faults.take('message-system-failed') ? 'failed: system failed' : 'success';
}

function rid(ids: Ids): string {
  return [ids.hex(8), ids.hex(8), ids.hex(8)].join('-').toLowerCase();
}
