/** Pattern of the destinations that tell a shop's staff of its orders, one per shop, journaled. */
export const SHOP_ORDERS_DESTINATION = '/topic/shops/{shopId}/orders';

/** Pattern of the destinations that tell one buyer, and the shop, of one order, journaled. */
export const ORDER_DESTINATION = '/topic/orders/{orderId}';

/** Every change of every order of a shop: payload `OrderEvent`. Only that shop's staff may subscribe. */
export function shopOrdersDestination(shopId: number): string {
  return `/topic/shops/${shopId}/orders`;
}

/** Every change of one order: payload `OrderEvent`. Only its buyer and its shop's staff may subscribe. */
export function orderDestination(orderId: number): string {
  return `/topic/orders/${orderId}`;
}
