/** The schemas of the ring of an order: what it came to, who heard it, and which devices can ring. */
import { z } from 'zod';

const id = z.int().positive();
const instant = z.iso.datetime().describe('UTC, ISO 8601.');

/** How insistent a ring has become. */
export const ringStepSchema = z
  .enum(['ring', 'louder', 'everywhere', 'managers'])
  .describe(
    '`everywhere`: also on devices that ring only when nobody answers. `managers`: they were sent a message.',
  );

/** Why a device would stay silent, or did. */
export const deafReasonSchema = z.enum([
  'locked',
  'suspended',
  'interrupted',
  'closed',
  'unsupported',
  'failed',
]);

/** When a device rings. */
export const ringPreferenceSchema = z.enum(['at_once', 'when_nobody_answers']);

export const ringEventSchema = z.object({
  at: instant,
  what: z
    .enum(['louder', 'everywhere', 'managers', 'messaged', 'put_off', 'rang', 'silent', 'acknowledged'])
    .describe(
      '`messaged`: `who` was sent a message, or nobody could be (`why`). `put_off`: no server was there to ring, so ' +
        'there is more time to answer. `rang`, `silent`, `acknowledged`: what a device says.',
    ),
  device: z.string().nullable().describe('What its browser says of itself, e.g. "iPad · Safari".'),
  who: z.string().nullable().describe('Whose device it is, or who was sent a message.'),
  why: z.string().nullable().describe('Why not: a reason of a deaf device, or `no_recipient`.'),
});

/** Where the ring of an order has been. Only staff are shown it. */
export const orderRingSchema = z.object({
  step: ringStepSchema,
  beganAt: instant,
  answerBy: instant.describe('Not accepted by then, the order is cancelled and given back.'),
  ended: z
    .object({ at: instant, by: z.string().describe('A staff name, "buyer" or "system".') })
    .nullable()
    .describe('null while it rings.'),
  events: z.array(ringEventSchema).describe('The oldest first.'),
});

/** Payload of `/app/shops/{shopId}/rings`: what a device did about orders that ring. */
export const ringReportSchema = z.object({
  orderIds: z.array(id).min(1).max(50),
  what: z.enum(['rang', 'silent', 'acknowledged']),
  why: deafReasonSchema.optional().describe('Of `silent`.'),
});

/** Payload of `/app/shops/{shopId}/ring-ability`: to be sent when it changes, and every `RING_ABILITY_MS`. */
export const ringAbilitySchema = z.object({
  why: deafReasonSchema.nullable().describe('Why it would stay silent; null when it would ring.'),
  prefers: ringPreferenceSchema,
});
/** The answer to it. */
export const ringAbilityReplySchema = z.object({
  deviceId: z.string().describe('As which the others see the device that reported.'),
});

/** Payload of `/app/shops/{shopId}/test-ring`. */
export const askTestRingSchema = z.object({
  everyDevice: z.boolean().describe('Of the shop, for its owners; else the device that asks.'),
});
/** Payload of `/topic/shops/{shopId}/test-ring`. */
export const testRingSchema = z.object({
  deviceId: z.string().nullable().describe('The only one that is to ring; null: every device.'),
  by: z.string(),
});

/** Payload of `/topic/shops/{shopId}/hearing`, and the answer at `/app/shops/{shopId}/hearing`. */
export const shopHearingSchema = z.object({
  deafSince: instant
    .nullable()
    .describe('Since when the shop is open and none of its devices could ring; null when one can.'),
});
