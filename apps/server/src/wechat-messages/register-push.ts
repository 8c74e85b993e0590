import { WeChatError } from '@carillon/wechat';
import type { MessagePush, PushedMessage } from '@carillon/wechat';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { registerCallback } from '../platform/http/register-callback.ts';

export interface PushRoute {
  readonly path: string;
  /** Undefined where no message push is set up: the address answers so. */
  readonly push: MessagePush | undefined;
  /** Makes something of what WeChat signed; called again when WeChat repeats it. */
  readonly onPushed: (pushed: PushedMessage, request: FastifyRequest) => Promise<void>;
}

/**
 * An address that WeChat pushes to: it checks it by GET, and tells events by POST in secure mode. What is not signed is
 * refused; what nobody makes anything of is taken and left alone, or WeChat would tell people that the app is out of order.
 */
export function registerPush(app: FastifyInstance, { path, push, onPushed }: PushRoute): void {
  app.get(
    path,
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

  registerCallback(app, path, async ({ rawBody, request }, reply) => {
    reply.type('text/plain; charset=utf-8');
    if (push === undefined) return reply.code(503).send('no message push is set up');
    try {
      await onPushed(push.read({ query: queryOf(request.query), rawBody }), request);
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
