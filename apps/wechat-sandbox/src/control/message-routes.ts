import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';
import type { OauthCodes } from '../login/oauth-codes.ts';
import type { MessageBook } from '../messages/message-book.ts';
import type { MessagePush } from '../messages/message-push.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { MessageView } from './api-types.ts';

const MESSAGE_LIST_LIMIT = 200;
const addressBody = z.object({
  url: z.url({ protocol: /^https?$/ }).max(255),
  /** Each has an administration page, and an address, of its own. */
  app: z.enum(['service', 'mini']).default('service'),
});

export interface MessageControl {
  identity: Pick<Identity, 'miniAppid'>;
  messages: MessageBook;
  push: MessagePush;
  miniPush: MessagePush;
  login: { codes: OauthCodes };
}

/** Shows what the service account and the mini program sent, enters where WeChat pushes to, and opens the mini program for its code. */
export function messageControlRoutes(
  scope: FastifyInstance,
  { identity, messages, push, miniPush, login }: MessageControl,
  readPerson: (body: unknown) => SandboxPerson,
): void {
  scope.get('/messages', () => ({
    messages: messages
      .all()
      .slice(0, MESSAGE_LIST_LIMIT)
      .map(({ msgId, personId, template, fields, url, sentAt, status }): MessageView => ({
        ...{ msgId, template, fields, url, status },
        person: personId,
        sentAt: new Date(sentAt).toISOString(),
      })),
  }));
  scope.get('/push-address', () => ({ url: push.address() ?? null, mini: miniPush.address() ?? null }));
  scope.put('/push-address', async (request) => {
    const { url, app } = addressBody.parse(request.body);
    await (app === 'mini' ? miniPush : push).enter(url);
    return { url };
  });
  scope.post('/mini-codes', (request) => ({
    code: login.codes.issue({
      appid: identity.miniAppid,
      personId: readPerson(request.body ?? {}).id,
      scope: 'wx.login',
    }),
  }));
}
