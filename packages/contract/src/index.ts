/**
 * What pages and tools use: routes, destinations, types and a typed caller. It pulls in no validator,
 * so a phone on a slow line does not download one. The schemas behind the types are in `./schemas`.
 */
export { CALL_LIMIT_MS, createApi, createApiOver, ApiError } from './api.ts';
export type { Api, ApiCallOptions, SendRequest } from './api.ts';
export {
  FEW_LEFT,
  MAX_CATEGORIES,
  MAX_CATEGORY_NAME_LENGTH,
  MAX_CHOICES,
  MAX_DESCRIPTION_LENGTH,
  MAX_OPTION_GROUPS,
  MAX_OPTION_NAME_LENGTH,
  MAX_PICTURE_BYTES,
  MAX_PICTURE_PIXELS,
  MAX_PRICE_FEN,
  MAX_PRODUCTS,
  MAX_PRODUCT_NAME_LENGTH,
  MAX_STOCK,
  MAX_TABLES,
  MAX_TABLE_NAME_LENGTH,
} from './catalog-limits.ts';
export type * from './catalog-types.ts';
export {
  CONVERSATION_CLOSES_AFTER_MS,
  MAX_MESSAGE_LENGTH,
  conversationState,
} from './conversation-limits.ts';
export type { ConversationState } from './conversation-limits.ts';
export {
  ASK_TEST_RING_DESTINATION,
  CALL_BACK_DESTINATION,
  ERRORS_DESTINATION,
  ORDER_CONVERSATION_DESTINATION,
  CHANGE_NOTICE_DESTINATION,
  CHANGE_NOTICE_REPLY_DESTINATION,
  NOTICE_DESTINATION,
  ORDER_DESTINATION,
  PASS_DESTINATION,
  REPORT_RING_DESTINATION,
  RING_ABILITY_DESTINATION,
  SEND_CHAT_DESTINATION,
  SEND_CHAT_PATH,
  SHOP_CONVERSATIONS_DESTINATION,
  SHOP_HEARING_DESTINATION,
  SHOP_MENU_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  SHOP_ONLINE_DESTINATION,
  SHOP_ORDERS_DESTINATION,
  SHOP_PRESENCE_DESTINATION,
  SHOP_TEST_RING_DESTINATION,
  SHOP_VISITS_DESTINATION,
  orderConversationDestination,
  orderDestination,
  passDestination,
  reportRingDestination,
  ringAbilityDestination,
  sendChatDestination,
  shopConversationsDestination,
  shopHearingDestination,
  shopMenuDestination,
  shopNoticeDestination,
  shopOnlineDestination,
  shopOrdersDestination,
  shopPresenceDestination,
  shopVisitsDestination,
  testRingDestination,
} from './destinations.ts';
export { makeKey } from './make-key.ts';
export { mergeMessages } from './merge-messages.ts';
export { fewCharactersLeft, isEnterToSend, textToSend } from './message-draft.ts';
export { MAX_MONEY_NOTE_LENGTH } from './money-limits.ts';
export { formatFen } from './money.ts';
export {
  MAX_PASSES_PER_BUYER,
  MAX_PASS_ENTRIES_PER_PAGE,
  MAX_PASS_CODE_LENGTH,
  MAX_PASS_KINDS,
  MAX_PASS_NAME_LENGTH,
  MAX_PASS_NOTE_LENGTH,
  MAX_PASS_PRICE_FEN,
  MAX_PASS_TERMS_LENGTH,
  MAX_PASS_VALID_DAYS,
  MAX_PASS_VISITS,
  PASS_CLAIM_LIFETIME_MS,
  PASS_CODE_GRACE_MS,
  PASS_CODE_PERIOD_MS,
  PASS_SHOWING_MS,
  UNDO_VISIT_WITHIN_MS,
} from './pass-limits.ts';
export type * from './pass-types.ts';
export { MAX_NOTICE_LENGTH } from './notice-limits.ts';
export {
  MAX_ADDRESSES,
  MAX_ADDRESS_LENGTH,
  MAX_CONTACT_NAME_LENGTH,
  MAX_ORDERS_PER_PAGE,
  MAX_ORDER_LINES,
  MAX_ORDER_SEARCH_LENGTH,
  MAX_PROMISE_MINUTES,
  MAX_QUANTITY,
  MAX_REASON_LENGTH,
  MAX_REMARK_LENGTH,
  PHONE_PATTERN,
  REMIND_INTERVAL_MS,
} from './order-limits.ts';
export { RING_ABILITY_LASTS_MS, RING_ABILITY_MS } from './ring-limits.ts';
export { createOutgoing } from './outgoing-messages.ts';
export type { OutgoingMessage, OutgoingStore } from './outgoing-messages.ts';
export {
  BINDING_LIFETIME_MS,
  INVITATION_LIFETIME_MS,
  MAX_ANSWER_LIMIT_MINUTES,
  MAX_AUDIT_ENTRIES_PER_PAGE,
  MAX_OPEN_INVITATIONS,
  MAX_PASSWORD_LENGTH,
  MAX_SHOP_NAME_LENGTH,
  MAX_STAFF_NAME_LENGTH,
  MIN_PASSWORD_LENGTH,
  USERNAME_PATTERN,
} from './people-limits.ts';
export { takeawayNumbers } from './takeaway-numbers.ts';
export { routes } from './routes.ts';
export type { ApiTypes, Audience, QueryOf, RouteName } from './routes.ts';
export type * from './types.ts';
