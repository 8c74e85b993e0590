/** Orders: what was bought, where it stands, and the events that tell of it. */
export { cancelOrder } from './cancel-order.ts';
export { checkTotal } from './check-total.ts';
export { lockOrder } from './lock-order.ts';
export type { LockedOrder } from './lock-order.ts';
export { isAwaitingPayment } from './order-end-store.ts';
export { markPaid } from './mark-paid.ts';
export { orderErrors } from './order-errors.ts';
export { registerOrderRoutes } from './order-routes.ts';
export { findOrder, findParties } from './order-store.ts';
export { totalOf } from './order.ts';
export { placeOnce } from './place-once.ts';
export { readOrder } from './read-orders.ts';
export { readWaitingOrders } from './read-waiting-orders.ts';
export { recordOrder } from './record-order.ts';
export { registerStaffOrderRoutes } from './staff-order-routes.ts';
export { refusalOf } from './refuse-move.ts';
export { showRefunds } from './show-refunds.ts';
export { takeExpiredOrders } from './take-expired-orders.ts';
