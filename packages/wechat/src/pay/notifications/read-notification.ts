import { WeChatError } from '../../errors/wechat-error.ts';
import { textIn } from '../../http/json.ts';
import type { PayContext } from '../pay-context.ts';
import { readRefund } from '../refunds/refund.ts';
import type { Refund } from '../refunds/refund.ts';
import { verifyContent } from '../signing/verifier.ts';
import { readTrade, refuseForeignTrade } from '../trades/trade.ts';
import type { Trade } from '../trades/trade.ts';
import { openEnvelope } from './open-envelope.ts';
import type { Envelope } from './open-envelope.ts';

/** A request to the notify URL, before anything has parsed it. */
export interface IncomingNotification {
  /** As Node gives them, or as the Fetch API does; names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's bytes as they came. A body that was parsed and written again does not verify. */
  readonly rawBody: Uint8Array;
}

interface NotificationFacts {
  /** The same when WeChat Pay repeats it; it does so until it is answered 200 or 204 within 5 s. */
  readonly id: string;
  /** ISO-8601 in UTC. */
  readonly createTime: string;
}

/** Tells of a trade that was paid. */
export interface PaymentNotification extends NotificationFacts {
  readonly kind: 'payment';
  readonly eventType: 'TRANSACTION.SUCCESS';
  /** Still to be compared with our books: the out-trade-no, the amount, the state. */
  readonly trade: Trade;
}

/** Tells how a refund ended, or that it needs help (ABNORMAL). It may come before the payment's. */
export interface RefundNotification extends NotificationFacts {
  readonly kind: 'refund';
  readonly eventType: RefundEventType;
  /** Still to be compared with our books: the numbers, the amounts. */
  readonly refund: Refund;
}

/** A notification that WeChat Pay signed and encrypted for this merchant. */
export type PayNotification = PaymentNotification | RefundNotification;

const REFUND_EVENT_TYPES = ['REFUND.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.CLOSED'] as const;

export type RefundEventType = (typeof REFUND_EVENT_TYPES)[number];

/**
 * Verifies, decrypts and reads a notification of a payment or a refund; rejects with a `WeChatError` for anything
 * that is neither. Answer any error with 4xx or 5xx. It may come twice, at once, late or out of order: making it
 * count once is the caller's. WeChat Pay APIv3, 支付通知, 退款结果通知.
 */
export async function readNotification(
  context: PayContext,
  { headers, rawBody }: IncomingNotification,
): Promise<PayNotification> {
  if (rawBody.byteLength > context.notificationLimitBytes) {
    const what = `The notification is larger than ${context.notificationLimitBytes} bytes.`;
    throw new WeChatError('wechat_notification_too_large', what);
  }
  await verifyContent(context.keys.find, {
    header: (name) => headerIn(headers, name),
    body: rawBody,
    nowMs: context.clock(),
  });
  return readEnvelope(context, openEnvelope(context, rawBody));
}

function readEnvelope(context: PayContext, envelope: Envelope): PayNotification {
  const { id, createTime, eventType, resource } = envelope;
  if (eventType === 'TRANSACTION.SUCCESS') {
    const trade = readTrade(resource);
    refuseForeignTrade(context, trade);
    return { kind: 'payment', id, createTime, eventType, trade };
  }
  const refundEventType = REFUND_EVENT_TYPES.find((known) => known === eventType);
  if (!refundEventType) {
    const what = `The notification tells of ${JSON.stringify(eventType.slice(0, 64))}.`;
    throw new WeChatError('wechat_notification_unsupported', what);
  }
  const refund = readRefund(resource, 'refund_status');
  if (textIn(resource, 'mchid') !== context.merchant.mchid) {
    throw new WeChatError('wechat_trade_foreign', 'The refund has another mchid than ours.');
  }
  return { kind: 'refund', id, createTime, eventType: refundEventType, refund };
}

/** One header's value; undefined if it is absent or came more than once. */
function headerIn(headers: IncomingNotification['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const values = Object.entries(headers)
    .filter(([header]) => header.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : undefined;
}
