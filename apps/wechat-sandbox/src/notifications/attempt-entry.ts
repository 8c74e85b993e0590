import type { WireCheck, WireEntry, WireOperation } from '../wire/wire-log.ts';
import type { ComposedNotification } from './compose-notification.ts';
import type { DeliveryPlan } from './delivery-plan.ts';
import type { Notification } from './notification.ts';
import type { MerchantAnswer } from './post-notification.ts';

/** One POST: what was sent (nothing, if it was lost) and what came back. */
export interface Delivery {
  composed?: ComposedNotification;
  answer: MerchantAnswer;
}

export interface Attempt {
  operation: WireOperation;
  plan: DeliveryPlan;
  delivery: Delivery;
  faults: string[];
}

/** How an attempt is told on the wire log. `news` is as it stands after the attempt. */
export function attemptEntry(news: Notification, attempt: Attempt): Omit<WireEntry, 'seq' | 'at'> {
  const { operation, plan, faults } = attempt;
  const { composed, answer } = attempt.delivery;
  const isProbe = operation === 'signature-probe';
  return {
    direction: 'out',
    operation,
    method: 'POST',
    url: news.notifyUrl,
    durationMs: Math.round(answer.durationMs),
    subject: news.outTradeNo,
    result: answer.accepted ? 'delivered' : news.state === 'given-up' ? 'given-up' : 'failed',
    checks: checksOf(plan, answer),
    attempt: isProbe ? news.attempts + 1 : news.attempts,
    ...(composed && { requestBody: composed.body, plaintext: JSON.stringify(plan.resource) }),
    ...(answer.status !== undefined && { status: answer.status }),
    ...(answer.problem !== undefined && { problem: answer.problem }),
    ...(answer.body && { responseBody: answer.body }),
    ...(faults.length > 0 && { faults }),
    ...(news.nextAttemptAt !== undefined &&
      !isProbe && { nextAttemptAt: new Date(news.nextAttemptAt).toISOString() }),
  };
}

/** The merchant is tested too: who answers 2xx to a bad signature has a hole, and the log says so. */
function checksOf(plan: DeliveryPlan, answer: MerchantAnswer): WireCheck[] {
  if (!plan.mustBeRefused || answer.status === undefined) return [];
  return answer.accepted
    ? [{ name: 'refused', ok: false, note: 'the merchant believed what it had to refuse' }]
    : [{ name: 'refused', ok: true }];
}
