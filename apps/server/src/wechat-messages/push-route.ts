import { WeChatError } from '@carillon/wechat';
import type { FastifyInstance } from 'fastify';
import { registerCallback } from '../platform/http/register-callback.ts';
import { findOrderOf, insertFate } from './message-store.ts';
import type { SendingParts } from './send-due-messages.ts';

/** What is entered under 服务器地址(URL) on the service account's administration page. */
const PUSH_PATH = '/api/wechat/push';

/**
 * The address that WeChat pushes to: it checks it by GET, and tells the fates of messages by POST in secure mode. What
 * is not signed is refused; anything else that is pushed is taken and left alone, or WeChat would tell the follower
 * that the account is out of order.
 */
export function registerPushRoute(app: FastifyInstance, { context, account, onChange }: SendingParts): void {
  const push = account?.push;

  app.get(
    PUSH_PATH,
    { schema: { hide: true }, config: { for: 'signed', rateLimit: false } },
    async (request, reply) => {
      reply.type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff');
      if (push === undefined) return reply.code(503).send('no message push is set up');
      try {
        return await reply.send(push.confirmAddress(queryOf(request.query)));
      } catch (error) {
        if (!(error instanceof WeChatError)) throw error;
        return reply.code(403).send(error.code);
      }
    },
  );

  registerCallback(app, PUSH_PATH, async ({ rawBody, request }, reply) => {
    reply.type('text/plain; charset=utf-8');
    if (push === undefined) return reply.code(503).send('no message push is set up');
    try {
      const pushed = push.read({ query: queryOf(request.query), rawBody });
      if (pushed.kind === 'template-finished') {
        const { msgId, fate, status } = pushed;
        request.log.info({ msgId, status }, 'a message of the service account has come to its end');
        const { db } = context.database;
        if (await insertFate(db, { msgId, fate, at: context.clock.now() })) {
          // Where there is none yet, whoever writes down that it was sent tells of it.
          const orderId = await findOrderOf(db, msgId);
          if (orderId != null) await onChange(orderId);
        }
      }
      return await reply.send('success');
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      // What anybody may send is no line in the log, unless it proves to come from somebody who knows the token.
      request.log[error.forged ? 'debug' : 'warn']({ code: error.code }, 'a message push was refused');
      return reply.code(error.forged ? 403 : 400).send(error.code);
    }
  });
}

function queryOf(query: unknown): Readonly<Record<string, unknown>> {
  return typeof query === 'object' && query !== null ? { ...query } : {};
}
