/** Pattern of the destinations that tell a shop's staff of its orders, one per shop, journaled. */
export const SHOP_ORDERS_DESTINATION = '/topic/shops/{shopId}/orders';

/** Pattern of the destinations that tell one buyer, and the shop, of one order, journaled. */
export const ORDER_DESTINATION = '/topic/orders/{orderId}';

/** Where a shop's announcement is changed: payload `ChangeNotice`, by its owners and managers. */
export const CHANGE_NOTICE_DESTINATION = '/app/change-notice';

/** Where the sender hears how it stands: payload `ChangeNoticeReply`; it has the message's `correlation-id`. */
export const CHANGE_NOTICE_REPLY_DESTINATION = '/user/queue/change-notice';

/** Announcements of all shops, journaled: payload `NoticeEvent`. Everybody may subscribe. */
export const NOTICE_DESTINATION = '/topic/notice';

/** Pattern of the destinations with the announcements of one shop, journaled. */
export const SHOP_NOTICE_DESTINATION = '/topic/shops/{shopId}/notice';

/** Pattern of the destinations that tell a shop's staff who of them is online. */
export const SHOP_ONLINE_DESTINATION = '/topic/shops/{shopId}/online';

/** Pattern of the destinations that tell everybody whether anybody of a shop is online. */
export const SHOP_PRESENCE_DESTINATION = '/topic/shops/{shopId}/presence';

/** Every change of every order of a shop: payload `OrderEvent`. Only that shop's staff may subscribe. */
export function shopOrdersDestination(shopId: number): string {
  return `/topic/shops/${shopId}/orders`;
}

/** Every change of one order: payload `OrderEvent`. Only its buyer and its shop's staff may subscribe. */
export function orderDestination(orderId: number): string {
  return `/topic/orders/${orderId}`;
}

/** Every change of a shop's announcement: payload `NoticeEvent`. Everybody may subscribe. */
export function shopNoticeDestination(shopId: number): string {
  return `/topic/shops/${shopId}/notice`;
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
