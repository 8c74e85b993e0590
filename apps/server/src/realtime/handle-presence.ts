import type { OnlineReply, ShopPresence } from '@carillon/contract';
import { onlineReplySchema, shopPresenceSchema } from '@carillon/contract/schemas';
import type { Messaging } from '@carillon/messaging';
import { deviceIdOf } from '../accounts/index.ts';
import type { StaffPresence } from './staff-presence.ts';

/** Answers who subscribes with how it is now; what changes afterwards is told at `/topic`. */
export function handlePresence(messaging: Messaging, presence: StaffPresence): void {
  messaging.handleSubscribe(
    '/shops/{shopId}/online',
    async ({ params, user }): Promise<OnlineReply> => ({
      online: await presence.listOnline(Number(params.shopId)),
      thisDevice: deviceIdOf(user.session ?? ''),
    }),
    { summary: 'Who of the shop’s staff is online, on which devices.', replySchema: onlineReplySchema },
  );
  messaging.handleSubscribe(
    '/shops/{shopId}/presence',
    async ({ params }): Promise<ShopPresence> => ({
      online: await presence.isOnline(Number(params.shopId)),
    }),
    { summary: 'Whether anybody of the shop is online.', replySchema: shopPresenceSchema },
  );
}
