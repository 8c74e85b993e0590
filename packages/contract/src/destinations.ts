/** Pattern of the destinations that tell a shop's staff of its orders, one per shop, journaled. */
export const SHOP_ORDERS_DESTINATION = '/topic/shops/{shopId}/orders';

/** Pattern of the destinations that tell one buyer, and the shop, of one order, journaled. */
export const ORDER_DESTINATION = '/topic/orders/{orderId}';

/** Pattern of the destinations of the conversation about one order, journaled. */
export const ORDER_CONVERSATION_DESTINATION = '/topic/orders/{orderId}/conversation';

/** Pattern of the destinations of all conversations of a shop, one per shop, journaled. */
export const SHOP_CONVERSATIONS_DESTINATION = '/topic/shops/{shopId}/conversations';

/** Path, behind `/app`, of messages to somebody: payload `ChatMessage`. */
export const SEND_CHAT_PATH = '/sendChatMsgById/{accountId}';

/** Pattern of the destinations at which messages to somebody go in. */
export const SEND_CHAT_DESTINATION = `/app${SEND_CHAT_PATH}` as const;

/** Where everybody gets what is for them alone: payload `CallBack`; an answer has its `correlation-id`. */
export const CALL_BACK_DESTINATION = '/user/queue/callBack';

/** Where everybody hears why what they sent was refused: `code`, `message`; it has its `correlation-id`. */
export const ERRORS_DESTINATION = '/user/queue/errors';

/** Where a shop's announcement is changed: payload `ChangeNotice`, by its owners and managers. */
export const CHANGE_NOTICE_DESTINATION = '/app/change-notice';

/** Where the sender hears how it stands: payload `ChangeNoticeReply`; it has the message's `correlation-id`. */
export const CHANGE_NOTICE_REPLY_DESTINATION = '/user/queue/change-notice';

/** Announcements of all shops, journaled: payload `NoticeEvent`. Everybody may subscribe. */
export const NOTICE_DESTINATION = '/topic/notice';

/** Pattern of the destinations with the announcements of one shop, journaled. */
export const SHOP_NOTICE_DESTINATION = '/topic/shops/{shopId}/notice';

/** Pattern of the destinations that tell of changes of a shop's menu, journaled. */
export const SHOP_MENU_DESTINATION = '/topic/shops/{shopId}/menu';

/** Pattern of the destinations that tell a shop's staff who of them is online. */
export const SHOP_ONLINE_DESTINATION = '/topic/shops/{shopId}/online';

/** Pattern of the destinations that tell everybody whether anybody of a shop is online. */
export const SHOP_PRESENCE_DESTINATION = '/topic/shops/{shopId}/presence';

/** Pattern of the destinations that have the devices of a shop ring once, to hear whether they do. */
export const SHOP_TEST_RING_DESTINATION = '/topic/shops/{shopId}/test-ring';

/** Pattern of the destinations that tell a shop's staff whether any of its devices can ring. */
export const SHOP_HEARING_DESTINATION = '/topic/shops/{shopId}/hearing';

/** Pattern of the destinations that tell of one pass, journaled. */
export const PASS_DESTINATION = '/topic/passes/{passId}';

/** Pattern of the destinations that tell a shop's staff of the visits taken from passes, journaled. */
export const SHOP_VISITS_DESTINATION = '/topic/shops/{shopId}/visits';

/** Pattern of the destinations at which devices say what they did about a ring. */
export const REPORT_RING_DESTINATION = '/app/shops/{shopId}/rings';

/** Pattern of the destinations at which devices say whether they could ring. */
export const RING_ABILITY_DESTINATION = '/app/shops/{shopId}/ring-ability';

/** Pattern of the destinations at which a test ring is asked for. */
export const ASK_TEST_RING_DESTINATION = '/app/shops/{shopId}/test-ring';

/** Every change of every order of a shop: payload `OrderEvent`. Only that shop's staff may subscribe. */
export function shopOrdersDestination(shopId: number): string {
  return `/topic/shops/${shopId}/orders`;
}

/** Every change of one order: payload `OrderEvent`. Only its buyer and its shop's staff may subscribe. */
export function orderDestination(orderId: number): string {
  return `/topic/orders/${orderId}`;
}

/** What is said about one order: payload `ConversationEvent`. Only its buyer and its shop's staff may subscribe. */
export function orderConversationDestination(orderId: number): string {
  return `/topic/orders/${orderId}/conversation`;
}

/** What is said about all orders of a shop: payload `ConversationEvent`. Only that shop's staff may subscribe. */
export function shopConversationsDestination(shopId: number): string {
  return `/topic/shops/${shopId}/conversations`;
}

/**
 * Where a message to somebody is sent: payload `ChatMessage`.
 * @param accountId the conversation's `to`: a buyer's account, or the shop's, which stands for all of its staff.
 */
export function sendChatDestination(accountId: string): string {
  return `/app/sendChatMsgById/${accountId}`;
}

/** Every change of a shop's announcement: payload `NoticeEvent`. Everybody may subscribe. */
export function shopNoticeDestination(shopId: number): string {
  return `/topic/shops/${shopId}/notice`;
}

/** What becomes of a shop's menu: payload `MenuEvent`. Everybody may subscribe. */
export function shopMenuDestination(shopId: number): string {
  return `/topic/shops/${shopId}/menu`;
}

/**
 * Who of a shop's staff is online: each change is a `StaffOnline`. Only that shop's staff may subscribe.
 * Subscribed to at `/app` instead of `/topic`, it answers once with all of them, an `OnlineReply`.
 */
export function shopOnlineDestination(shopId: number, prefix: '/app' | '/topic' = '/topic'): string {
  return `${prefix}/shops/${shopId}/online`;
}

/**
 * Whether anybody of a shop is online, a `ShopPresence`. Everybody may subscribe. At `/app` instead of `/topic`, it
 * answers once with how it is.
 */
export function shopPresenceDestination(shopId: number, prefix: '/app' | '/topic' = '/topic'): string {
  return `${prefix}/shops/${shopId}/presence`;
}

/** What becomes of a pass: payload `PassEvent`. Only its buyer and its shop's staff may subscribe. */
export function passDestination(passId: number): string {
  return `/topic/passes/${passId}`;
}

/** Visits taken from passes at a shop, and undone: payload `VisitEvent`. Only that shop's staff may subscribe. */
export function shopVisitsDestination(shopId: number): string {
  return `/topic/shops/${shopId}/visits`;
}

/** Where a device says what it did about orders that ring: payload `RingReport`. */
export function reportRingDestination(shopId: number): string {
  return `/app/shops/${shopId}/rings`;
}

/** Where a device says whether it could ring: payload `RingAbility`; the answer is a `RingAbilityReply`. */
export function ringAbilityDestination(shopId: number): string {
  return `/app/shops/${shopId}/ring-ability`;
}

/** Test rings, each a `TestRing`, for staff; at `/app` they are asked for by an `AskTestRing`. */
export function testRingDestination(shopId: number, prefix: '/app' | '/topic' = '/topic'): string {
  return `${prefix}/shops/${shopId}/test-ring`;
}

/**
 * Whether any device of an open shop can ring, a `ShopHearing`, for its staff. At `/app` instead of `/topic`, it
 * answers once with how it is.
 */
export function shopHearingDestination(shopId: number, prefix: '/app' | '/topic' = '/topic'): string {
  return `${prefix}/shops/${shopId}/hearing`;
}
