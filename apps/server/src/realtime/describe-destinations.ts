import {
  NOTICE_DESTINATION,
  ORDER_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  SHOP_ONLINE_DESTINATION,
  SHOP_ORDERS_DESTINATION,
  SHOP_PRESENCE_DESTINATION,
} from '@carillon/contract';
import {
  noticeEventSchema,
  orderEventSchema,
  shopPresenceSchema,
  staffOnlineSchema,
} from '@carillon/contract/schemas';
import type { DestinationDescription, Messaging } from '@carillon/messaging';

/** What the server sends by itself, for the AsyncAPI document. */
const DESTINATIONS: Readonly<Record<string, DestinationDescription>> = {
  [SHOP_ORDERS_DESTINATION]: {
    summary: 'Every step of every order of a shop; for its staff.',
    description: 'Journaled: SUBSCRIBE with the header `after` to get what came meanwhile.',
    schema: orderEventSchema,
  },
  [ORDER_DESTINATION]: {
    summary: 'Every step of one order; for its buyer and its shop’s staff.',
    description: 'Journaled: SUBSCRIBE with the header `after` to get what came meanwhile.',
    schema: orderEventSchema,
  },
  [SHOP_NOTICE_DESTINATION]: {
    summary: 'What a shop announces; for everybody.',
    description: 'Journaled: SUBSCRIBE with the header `after` to get what came meanwhile.',
    schema: noticeEventSchema,
  },
  [NOTICE_DESTINATION]: {
    summary: 'What all shops announce; for everybody.',
    description: 'Journaled: SUBSCRIBE with the header `after` to get what came meanwhile.',
    schema: noticeEventSchema,
  },
  [SHOP_ONLINE_DESTINATION]: {
    summary: 'How one of a shop’s staff is online now; for its staff.',
    description: 'Subscribe here first, then to `/app` + path for how it is.',
    schema: staffOnlineSchema,
  },
  [SHOP_PRESENCE_DESTINATION]: {
    summary: 'Whether anybody of a shop is online; for everybody.',
    description: 'Subscribe here first, then to `/app` + path for how it is.',
    schema: shopPresenceSchema,
  },
};

/** Says what is sent to destinations that have no handler. */
export function describeDestinations(messaging: Pick<Messaging, 'describe'>): void {
  for (const [destination, description] of Object.entries(DESTINATIONS)) {
    messaging.describe(destination, description);
  }
}
