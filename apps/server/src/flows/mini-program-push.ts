import type { PushedMessage } from '@carillon/wechat';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../platform/context.ts';
import type { MiniProgram } from '../platform/wechat.ts';
import { hearOfShipping } from '../shipping/index.ts';
import { hearOfCard, registerPush } from '../wechat-messages/index.ts';

/** What is entered under 消息推送 on the mini program's administration page. */
const MINI_PUSH_PATH = '/api/wechat/push/mini-program';

export interface MiniPushParts {
  readonly context: Context;
  readonly program: MiniProgram | undefined;
  /** Is told of the order that something was heard of. */
  readonly onChange: (orderId: number) => Promise<void>;
}

/** The address that WeChat pushes the mini program's events to: cards that were refused, and how shipping stands. */
export function registerMiniProgramPush(
  app: FastifyInstance,
  { context, program, onChange }: MiniPushParts,
): void {
  registerPush(app, {
    path: MINI_PUSH_PATH,
    push: program?.push,
    async onPushed(pushed) {
      const orderId = await hear(context, pushed);
      if (orderId !== undefined) await onChange(orderId);
    },
  });
}

async function hear(context: Context, pushed: PushedMessage): Promise<number | undefined> {
  switch (pushed.kind) {
    case 'card-failed':
      return hearOfCard(context, pushed);
    case 'order-settlement':
    case 'shipping-reminder':
      return hearOfShipping(context, pushed);
    case 'trade-notice':
      context.logger.warn(
        { notice: pushed.notice, message: pushed.message },
        'WeChat writes about our trade',
      );
      return undefined;
    default:
      return undefined;
  }
}
