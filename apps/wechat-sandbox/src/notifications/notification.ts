import { z } from 'zod';
import { TRUST_MODES } from '../keys/wechat-signature.ts';

/** News that the merchant must be told, as it lies in the ledger. Times in ms since 1970. */
export const notificationSchema = z.object({
  id: z.string(),
  outTradeNo: z.string(),
  notifyUrl: z.string(),
  createdAt: z.number(),
  trust: z.enum(TRUST_MODES),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  /** Attempts made so far. */
  attempts: z.number().int(),
  nextAttemptAt: z.number().optional(),
});

export type Notification = z.infer<typeof notificationSchema>;
