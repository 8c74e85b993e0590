import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';
import type { OauthCodes } from '../login/oauth-codes.ts';
import type { MessageBook } from '../messages/message-book.ts';
import type { MessagePush } from '../messages/message-push.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { MessageView } from './api-types.ts';

const MESSAGE_LIST_LIMIT = 200;
const addressBody = z.object({ url: z.url({ protocol: /^https?$/ }).max(255) });

export interface MessageControl {
  identity: Pick<Identity, 'miniAppid'>;
  messages: MessageBook;
  push: MessagePush;
  login: { codes: OauthCodes };
}

/** Shows the service account's messages, enters where WeChat pushes to, and opens the mini program for its code. */
export function messageControlRoutes(
  scope: FastifyInstance,
  { identity, messages, push, login }: MessageControl,
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
  scope.get('/push-address', () => ({ url: push.address() ?? null }));
  scope.put('/push-address', async (request) => {
    const { url } = addressBody.parse(request.body);
    await push.enter(url);
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
