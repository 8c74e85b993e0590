import { z } from 'zod';
import { TRUST_MODES } from '../keys/wechat-signature.ts';
import { refundOutcomeSchema } from '../pay/refund.ts';

/** News that the merchant must be told, as it lies in the ledger. Times in ms since 1970. */
export const notificationSchema = z.object({
  id: z.string(),
  outTradeNo: z.string(),
  /** Of a refund's news: which refund, and what became of it. Absent: the news is that the trade was paid. */
  refund: z.object({ outRefundNo: z.string(), outcome: refundOutcomeSchema }).optional(),
  notifyUrl: z.string(),
  createdAt: z.number(),
  trust: z.enum(TRUST_MODES),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  /** Attempts made so far. */
  attempts: z.number().int(),
  /** Absent while it waits for something else than a time. */
  nextAttemptAt: z.number().optional(),
});

export type Notification = z.infer<typeof notificationSchema>;

/** What the notification is about, as a fault may wait for it. */
export function noticeOf({ refund }: Notification): 'payment' | 'refund' {
  return refund ? 'refund' : 'payment';
}
