import { WeChatError } from '@carillon/wechat';
import type { IncomingNotification, PayClient, PayNotification } from '@carillon/wechat';
import { noteMatter, paymentErrors, readTestimony, recordRefusal } from '../payments/index.ts';
import type { Forgeries, ReceivedNotification } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { PaymentOutcome } from './settle-payment.ts';
import { settleRefund } from './settle-refund.ts';
import type { RefundOutcome } from './settle-refund.ts';
import type { SettlePayment } from './settle-together.ts';

/** What receiving notifications needs. */
export interface NotificationParts {
  readonly context: Context;
  readonly pay: PayClient;
  readonly forgeries: Forgeries;
  readonly settle: SettlePayment;
}

/**
 * Receives a notification of a payment or a refund: verified, decrypted, compared with our books and settled; or refused. A refusal
 * is thrown, so that WeChat is answered with an error and repeats it. What WeChat signed and we refuse is written
 * down first, each one. What WeChat did not sign anyone can send without end: it is only noted, and the database
 * is left alone.
 * @throws the refusals of the payments domain
 */
export async function receiveNotification(
  { context, pay, forgeries, settle }: NotificationParts,
  notification: ReceivedNotification,
): Promise<PaymentOutcome | RefundOutcome> {
  try {
    const received = await read(pay, notification);
    if (received.kind === 'refund') return await settleRefund(context, received.refund);
    const { id, trade } = received;
    const payment = readTestimony({ trade, notificationId: id, receivedAt: context.clock.now() });
    return await settle(payment).catch(async (error: unknown) => {
      await noteMatter(context, error);
      throw error;
    });
  } catch (error) {
    if (error instanceof WeChatError && isForgery(error)) {
      forgeries.note({ cause: error.code, ...notification });
      throw paymentErrors.notification_unbelieved({ reason: error.code });
    }
    // A database that is busy is not asked to write down that it is.
    if (error instanceof AppError && error.code === 'database_busy') throw error;
    const { reason, detail } = describe(error);
    context.logger.warn({ reason, err: error }, 'a notification was refused');
    await recordRefusal(context, { reason, detail, ...notification });
    throw error;
  }
}

/** Lets forgeries through as they are. */
async function read(pay: PayClient, notification: IncomingNotification): Promise<PayNotification> {
  try {
    const received = await pay.readNotification(notification);
    if (received.kind === 'refund' && received.eventType !== `REFUND.${received.refund.status}`) {
      throw paymentErrors.notification_unreadable({ reason: 'event_type_contradicts_status' });
    }
    return received;
  } catch (error) {
    if (!(error instanceof WeChatError) || isForgery(error)) throw error;
    const refuse =
      error.code === 'wechat_trade_foreign'
        ? paymentErrors.notification_foreign
        : paymentErrors.notification_unreadable;
    throw refuse({ reason: error.code });
  }
}

/** Whether WeChat did not sign it. A trade of somebody else's is signed, and still not for us. */
function isForgery({ code, forged }: WeChatError): boolean {
  return forged && code !== 'wechat_trade_foreign';
}

function describe(error: unknown): { reason: string; detail?: unknown } {
  if (error instanceof AppError) return { reason: error.code, detail: error.details };
  return { reason: 'internal_error' };
}
