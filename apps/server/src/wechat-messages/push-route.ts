import type { FastifyInstance } from 'fastify';
import { findOrderOf, insertFate } from './message-store.ts';
import { registerPush } from './register-push.ts';
import type { SendingParts } from './send-due-messages.ts';

/** What is entered under 服务器地址(URL) on the service account's administration page. */
const PUSH_PATH = '/api/wechat/push';

/** The address that WeChat pushes the service account's events to: the fates of its messages. */
export function registerPushRoute(app: FastifyInstance, { context, account, onChange }: SendingParts): void {
  registerPush(app, {
    path: PUSH_PATH,
    push: account?.push,
    async onPushed(pushed, request) {
      if (pushed.kind !== 'template-finished') return;
      const { msgId, fate, status } = pushed;
      request.log.info({ msgId, status }, 'a message of the service account has come to its end');
      const { db } = context.database;
      if (!(await insertFate(db, { msgId, fate, at: context.clock.now() }))) return;
      // Where there is none yet, whoever writes down that it was sent tells of it.
      const orderId = await findOrderOf(db, msgId);
      if (orderId != null) await onChange(orderId);
    },
  });
}
