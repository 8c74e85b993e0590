import {
  CALL_BACK_DESTINATION,
  NOTICE_DESTINATION,
  ORDER_CONVERSATION_DESTINATION,
  ORDER_DESTINATION,
  PASS_DESTINATION,
  SHOP_CONVERSATIONS_DESTINATION,
  SHOP_MENU_DESTINATION,
  SHOP_HEARING_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  SHOP_ONLINE_DESTINATION,
  SHOP_ORDERS_DESTINATION,
  SHOP_PRESENCE_DESTINATION,
  SHOP_TEST_RING_DESTINATION,
  SHOP_VISITS_DESTINATION,
} from '@carillon/contract';
import {
  callBackSchema,
  conversationEventSchema,
  menuEventSchema,
  noticeEventSchema,
  orderEventSchema,
  passEventSchema,
  shopHearingSchema,
  shopPresenceSchema,
  staffOnlineSchema,
  testRingSchema,
  visitEventSchema,
} from '@carillon/contract/schemas';
import type { DestinationDescription, Messaging } from '@carillon/messaging';

const JOURNALED = 'Journaled: SUBSCRIBE with the header `after` to get what came meanwhile.';
const STATE = 'Subscribe here first, then to the same path at `/app` for how it is.';

/** What the server sends by itself, for the AsyncAPI document. */
const DESTINATIONS: Readonly<Record<string, DestinationDescription>> = {
  [SHOP_ORDERS_DESTINATION]: {
    summary: 'Every step of every order of a shop; for its staff.',
    description: JOURNALED,
    schema: orderEventSchema,
  },
  [ORDER_DESTINATION]: {
    summary: 'Every step of one order; for its buyer and its shop’s staff.',
    description: JOURNALED,
    schema: orderEventSchema,
  },
  [PASS_DESTINATION]: {
    summary:
      'Every change of a pass, and what each scan of its code comes to; for who holds it and its shop’s staff.',
    description: JOURNALED,
    schema: passEventSchema,
  },
  [SHOP_VISITS_DESTINATION]: {
    summary: 'Every visit that is taken at a shop, or undone; for its staff.',
    description: JOURNALED,
    schema: visitEventSchema,
  },
  [SHOP_CONVERSATIONS_DESTINATION]: {
    summary: 'What is said about all orders of a shop; for its staff.',
    description: JOURNALED,
    schema: conversationEventSchema,
  },
  [ORDER_CONVERSATION_DESTINATION]: {
    summary: 'What is said about one order; for its buyer and its shop’s staff.',
    description: JOURNALED,
    schema: conversationEventSchema,
  },
  [CALL_BACK_DESTINATION]: {
    summary: 'Messages for us, and the receipts of ours.',
    schema: callBackSchema,
  },
  [SHOP_MENU_DESTINATION]: {
    summary: 'What becomes of a shop’s menu; for everybody.',
    description: JOURNALED,
    schema: menuEventSchema,
  },
  [SHOP_NOTICE_DESTINATION]: {
    summary: 'What a shop announces; for everybody.',
    description: JOURNALED,
    schema: noticeEventSchema,
  },
  [NOTICE_DESTINATION]: {
    summary: 'What all shops announce; for everybody.',
    description: JOURNALED,
    schema: noticeEventSchema,
  },
  [SHOP_ONLINE_DESTINATION]: {
    summary: 'How one of a shop’s staff is online now; for its staff.',
    description: STATE,
    schema: staffOnlineSchema,
  },
  [SHOP_PRESENCE_DESTINATION]: {
    summary: 'Whether anybody of a shop is online; for everybody.',
    description: STATE,
    schema: shopPresenceSchema,
  },
  [SHOP_TEST_RING_DESTINATION]: {
    summary: 'Has the devices of a shop ring once; for its staff.',
    schema: testRingSchema,
  },
  [SHOP_HEARING_DESTINATION]: {
    summary: 'Whether any device of an open shop can ring; for its staff.',
    description: STATE,
    schema: shopHearingSchema,
  },
};

/** Says what is sent to destinations that have no handler. */
export function describeDestinations(messaging: Pick<Messaging, 'describe'>): void {
  for (const [destination, description] of Object.entries(DESTINATIONS)) {
    messaging.describe(destination, description);
  }
}
