/** The schemas of a shop's staff: logins, devices and who is online. */
import { z } from 'zod';
import { ringAbilitySchema } from './ring-schemas.ts';
import { lineOfText } from './text-schemas.ts';

const id = z.int().positive();
const instant = z.iso.datetime().describe('UTC, ISO 8601.');

export const roleSchema = z.enum(['owner', 'manager', 'clerk']);

export const deviceIdSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** A login of somebody of the staff with at least one page open. */
export const deviceSchema = z.object({
  id: deviceIdSchema,
  name: z.string().describe('What its browser says of itself, e.g. "iPad · Safari"; empty when nothing.'),
  since: instant.describe('Since when one of its pages is connected.'),
  pages: z.int().positive().describe('How many pages it has open.'),
  ring: ringAbilitySchema
    .nullable()
    .optional()
    .describe('Whether it would ring; null when it has not said so lately.'),
});
/** Payload of `/topic/shops/{shopId}/online`: one of the staff, as they are now. */
export const staffOnlineSchema = z.object({
  staff: z.object({ id, name: z.string(), role: roleSchema }),
  devices: z.array(deviceSchema).describe('The longest connected first; none when they are not online.'),
});
/** The answer to who subscribes to `/app/shops/{shopId}/online`. */
export const onlineReplySchema = z.object({
  online: z.array(staffOnlineSchema),
  thisDevice: deviceIdSchema.describe('The device that asks.'),
});
/** Payload of `/topic/shops/{shopId}/presence`, and the answer at `/app/shops/{shopId}/presence`. */
export const shopPresenceSchema = z.object({ online: z.boolean() });

export const loginRequestSchema = z.object({
  username: lineOfText.min(1).max(64),
  password: z.string().min(1).max(256),
});
export const staffSchema = z.object({
  id,
  name: z.string(),
  shops: z.array(z.object({ id, name: z.string(), role: roleSchema })),
});
export const staffReplySchema = z.object({ staff: staffSchema });
