/** The schemas of messages that the WeChat service account sends. */
import { z } from 'zod';

const id = z.int().positive();
const instant = z.iso.datetime();

export const messageKindSchema = z
  .enum(['order_status', 'order_waiting', 'shop_deaf'])
  .describe(
    '`order_status`: to the buyer. `order_waiting`: to those who run the shop, of an order that nobody answers. ' +
      '`shop_deaf`: to its owners, when no device can ring.',
  );

/** Beside the service account's: what WeChat is told of an order that was paid in the mini program. */
const miniProgramKindSchema = z
  .enum(['service_card', 'order_progress', 'shipping'])
  .describe(
    '`service_card`: to the buyer, or `order_progress` by subscribe messages in its place. `shipping`: to WeChat, that ' +
      'the buyer has the goods; `delivered` once the money is settled.',
  );

export const orderMessageSchema = z.object({
  id,
  kind: z.union([messageKindSchema, miniProgramKindSchema]),
  to: z.string().nullable().describe('A staff name; null: the buyer.'),
  askedAt: instant,
  attempts: z.int().nonnegative(),
  fate: z
    .enum(['waiting', 'sent', 'unconfirmed', 'delivered', 'failed'])
    .describe(
      '`waiting`: not handed over yet. `sent`: WeChat has it. `unconfirmed`: WeChat has it, and never said whether it ' +
        'arrived.',
    ),
  at: instant.nullable().describe('Since when; null while it waits.'),
  reason: z
    .string()
    .nullable()
    .describe(
      'Why it failed, or waits still: `user_blocked`, `system_failed`, `template_missing`, `service_account_missing`, ' +
        '`number_reused`, `attempts_lost`, ' +
        'or a code of docs/errors/wechat.md.',
    ),
});

export const orderMessageListReplySchema = z.object({ messages: z.array(orderMessageSchema) });
