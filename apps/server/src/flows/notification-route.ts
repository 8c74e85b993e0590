import { setTimeout as delay } from 'node:timers/promises';
import type { PayClient } from '@carillon/wechat';
import type { FastifyInstance } from 'fastify';
import { paymentErrors } from '../payments/index.ts';
import type { Forgeries } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { registerCallback } from '../platform/http/register-callback.ts';
import { receiveNotification } from './receive-notification.ts';
import { createSettler } from './settle-together.ts';

export const NOTIFICATION_PATH = '/api/wechat/pay/notify';

/** WeChat gives up after 5 s and repeats; better to say so ourselves, and in time. */
const ANSWER_TIME_LIMIT_MS = 4_500;

/**
 * Answers WeChat Pay's notifications in its own format (Pay v3, "payment notification"): 204 once the payment is
 * settled, now or before; otherwise 4xx or 5xx with `{"code":"FAIL","message"}`, on which WeChat repeats it.
 */
export function registerNotificationRoute(
  app: FastifyInstance,
  { context, pay, forgeries }: { context: Context; pay: PayClient | undefined; forgeries: Forgeries },
): void {
  const settle = createSettler(context);
  registerCallback(app, NOTIFICATION_PATH, async ({ rawBody, request }, reply) => {
    try {
      if (pay === undefined) throw paymentErrors.payment_unavailable();
      const { headers } = request;
      await inTime(receiveNotification({ context, pay, forgeries, settle }, { headers, rawBody }));
      return await reply.code(204).send();
    } catch (error) {
      const { status, message } =
        error instanceof AppError ? error : { status: 500, message: 'Something failed here. Repeat it.' };
      if (!(error instanceof AppError)) request.log.error({ err: error }, 'a notification failed');
      return reply.code(status).send({ code: 'FAIL', message });
    }
  });
}

/** Gives up waiting, not working: what is settled too late is there when WeChat repeats the notification. */
async function inTime(work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const timeout = delay(ANSWER_TIME_LIMIT_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`not settled within ${ANSWER_TIME_LIMIT_MS} ms`);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    timer.abort();
    timeout.catch(() => undefined);
  }
}
