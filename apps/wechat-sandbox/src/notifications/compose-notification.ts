import type { Identity } from '../keys/identity.ts';
import { seal } from '../keys/seal.ts';
import type { Signer } from '../keys/signer.ts';
import { signatureHeaders } from '../keys/wechat-signature.ts';
import type { RefundOutcome } from '../pay/refund.ts';
import { toChinaTime } from '../platform/china-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { DeliveryPlan } from './delivery-plan.ts';
import type { Notification } from './notification.ts';

export interface ComposedNotification {
  headers: Record<string, string>;
  body: string;
}

export interface Pen {
  identity: Identity;
  signer: Signer;
  /** Signatures bear the time that the merchant's machine has too. */
  machineClock: Clock;
  ids: Ids;
}

/** What WeChat Pay puts before the signature of a probe. It must fail verification. */
const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';

const SUMMARIES: Record<RefundOutcome, string> = {
  SUCCESS: '退款成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
};

/**
 * Writes one attempt: the payment or refund encrypted with the APIv3 key, the body signed. Every attempt keeps the
 * notification's id and has its own nonces and timestamp. Source: WeChat Pay, "支付成功回调通知", "退款结果通知".
 */
export function composeNotification(news: Notification, plan: DeliveryPlan, pen: Pen): ComposedNotification {
  const { identity, machineClock, signer, ids } = pen;
  const original = news.refund ? 'refund' : 'transaction';
  const sealed = seal({
    plaintext: JSON.stringify(plan.resource),
    associatedData: original,
    nonce: ids.token(12),
    apiV3Key: identity.apiV3Key,
  });
  const body = JSON.stringify({
    id: news.id,
    create_time: toChinaTime(news.createdAt),
    resource_type: 'encrypt-resource',
    event_type: news.refund ? `REFUND.${news.refund.outcome}` : 'TRANSACTION.SUCCESS',
    summary: news.refund ? SUMMARIES[news.refund.outcome] : '支付成功',
    resource: {
      original_type: original,
      ...sealed,
      ciphertext: plan.changeCiphertext(sealed.ciphertext),
    },
  });
  const timestamp = Math.floor(machineClock.now() / 1000) + plan.timestampShiftS;
  const signed = signatureHeaders(
    { body, timestamp, nonce: ids.token(32) },
    signer.keyForNotification(plan.trust),
  );
  return {
    body,
    headers: {
      ...signed,
      'Wechatpay-Serial': plan.changeSerial(signed['Wechatpay-Serial'] ?? ''),
      'Wechatpay-Signature': plan.changeSignature(signed['Wechatpay-Signature'] ?? ''),
      'Content-Type': 'application/json',
      Accept: '*/*',
      'User-Agent': 'Mozilla/4.0',
      'Request-ID': `${ids.hex(40)}-0`,
    },
  };
}

/** The same notification as a signature probe. */
export function asProbe(plan: DeliveryPlan): DeliveryPlan {
  return {
    ...plan,
    copies: 1,
    changeSignature: (signature) => `${PROBE_PREFIX}${signature.slice(PROBE_PREFIX.length)}`,
    mustBeRefused: true,
  };
}
