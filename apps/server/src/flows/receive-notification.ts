import { WeChatError } from '@carillon/wechat';
import type { IncomingNotification, PayClient, PayNotification } from '@carillon/wechat';
import { paymentErrors, recordRefusal } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { settlePayment } from './settle-payment.ts';
import type { PaymentOutcome } from './settle-payment.ts';

/** A notification before anything has parsed it. */
export interface RawNotification {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Buffer;
}

/**
 * Receives a payment notification: verified, decrypted, compared with our books and settled; or refused, and then
 * written down with the reason. A refusal is thrown, so that WeChat is answered with an error and repeats it.
 * @throws the refusals of the payments domain
 */
export async function receiveNotification(
  context: Context,
  pay: PayClient,
  notification: RawNotification,
): Promise<PaymentOutcome> {
  try {
    const { id, trade } = read(pay, notification);
    const receivedAt = context.clock.now();
    return await settlePayment(context, { trade, notificationId: id, receivedAt });
  } catch (error) {
    const { reason, detail } = describe(error);
    context.logger.warn({ reason, err: error }, 'a payment notification was refused');
    await recordRefusal(context, { reason, detail, ...notification });
    throw error;
  }
}

function read(pay: PayClient, notification: IncomingNotification): PayNotification {
  try {
    return pay.readNotification(notification);
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    throw refusalOf(error)({ reason: error.code });
  }
}

function refusalOf({ code, outcome }: WeChatError) {
  if (code === 'wechat_trade_foreign') return paymentErrors.notification_foreign;
  return outcome === 'forged' ? paymentErrors.notification_unbelieved : paymentErrors.notification_unreadable;
}

function describe(error: unknown): { reason: string; detail?: unknown } {
  if (error instanceof AppError) return { reason: error.code, detail: error.details };
  return { reason: 'internal_error' };
}
