import { catalogRoutes } from './catalog-routes.ts';
import type { CatalogApiTypes } from './catalog-routes.ts';
import { passRoutes } from './pass-routes.ts';
import type { PassApiTypes } from './pass-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import type { PeopleApiTypes } from './people-routes.ts';
import type {
  AcceptOrderRequest,
  AddressListReply,
  AddressReply,
  BillDifferenceReply,
  BillListReply,
  BillReply,
  CancelOrderRequest,
  Contact,
  ConversationReply,
  DayReportReply,
  LoginRequest,
  MatterListReply,
  MatterReply,
  MenuReply,
  NoticeReply,
  OrderListReply,
  OrderMessageListReply,
  OrderReply,
  OrderSearchQuery,
  OrderSearchReply,
  OwnOrdersReply,
  PaymentListReply,
  PaymentsQuery,
  PlaceOrderRequest,
  PromiseOrderRequest,
  ReadMark,
  RefundOrderRequest,
  RetryRefundRequest,
  SettleDifference,
  SettleRefundRequest,
  ShopConversationsReply,
  ShopListReply,
  StaffReply,
  TableReply,
  TradeReply,
  TradeResult,
} from './types.ts';

/**
 * Who may call an operation. `buyer`: whoever has the cookie or the session of one; who has neither is a new one.
 * `clerk`, `manager`, `owner`: staff with at least that role at the shop which the operation is about.
 */
export type Audience = 'everybody' | 'buyer' | 'staff' | 'clerk' | 'manager' | 'owner';

/**
 * Every HTTP operation that pages call, by name, and who may call it. The server registers its handlers from this table and
 * `createApi` calls by it, so a path is written once. (`GET` of the WeChat login are page visits, not calls:
 * `/api/staff/login/wechat?return=/console/…` starts it; WeChat's notifications go to `/api/wechat/pay/notify`.)
 */
export const routes = {
  ...catalogRoutes,
  listShops: { method: 'GET', path: '/api/shops', for: 'everybody' },
  readMenu: { method: 'GET', path: '/api/shops/:shopId/menu', for: 'everybody' },
  readTable: { method: 'GET', path: '/api/tables/:code', for: 'everybody' },
  /** What a shop announces. It is changed by the line: `CHANGE_NOTICE_DESTINATION`. */
  readNotice: { method: 'GET', path: '/api/shops/:shopId/notice', for: 'everybody' },
  /** Needs the header `Idempotency-Key` (1-64 visible ASCII characters). */
  placeOrder: { method: 'POST', path: '/api/shops/:shopId/orders', for: 'buyer' },
  listOwnOrders: { method: 'GET', path: '/api/orders', for: 'buyer' },
  readOrder: { method: 'GET', path: '/api/orders/:orderId', for: 'buyer' },
  /** 催单: reminds the shop of an order that waits, at most once in `REMIND_INTERVAL_MS`. */
  remindOrder: { method: 'POST', path: '/api/orders/:orderId/remind', for: 'buyer' },
  listAddresses: { method: 'GET', path: '/api/addresses', for: 'buyer' },
  saveAddress: { method: 'POST', path: '/api/addresses', for: 'buyer' },
  changeAddress: { method: 'POST', path: '/api/addresses/:addressId', for: 'buyer' },
  removeAddress: { method: 'POST', path: '/api/addresses/:addressId/remove', for: 'buyer' },
  /** Opens the order's Native trade, or gives the open one again. */
  openTrade: { method: 'POST', path: '/api/orders/:orderId/trade', for: 'buyer' },
  /**
   * What became of a trade, for its buyer or who has its watch token (`?token=` or `Authorization: Bearer`). Has an
   * ETag; with `If-None-Match` and `Prefer: wait=n` the answer waits up to n seconds for another state.
   */
  readTradeResult: { method: 'GET', path: '/api/trades/:outTradeNo/result', for: 'everybody' },
  /** Asks WeChat whether an order is paid, for a page that waits for it; however often it asks, WeChat is seldom. */
  checkPayment: { method: 'POST', path: '/api/orders/:orderId/check-payment', for: 'buyer' },
  /** Cancels an order that the shop has not accepted. What was paid is given back. */
  cancelOwnOrder: { method: 'POST', path: '/api/orders/:orderId/cancel', for: 'buyer' },
  /** What was said about an order, for its buyer. Messages go in by the line: `sendChatDestination`. */
  readConversation: { method: 'GET', path: '/api/orders/:orderId/conversation', for: 'buyer' },
  markConversationRead: { method: 'POST', path: '/api/orders/:orderId/conversation/read', for: 'buyer' },
  logIn: { method: 'POST', path: '/api/staff/login', for: 'everybody' },
  logOut: { method: 'POST', path: '/api/staff/logout', for: 'everybody' },
  readSelf: { method: 'GET', path: '/api/staff/me', for: 'staff' },
  /** Logs a device of the shop's staff out. For its owners. */
  endDevice: { method: 'POST', path: '/api/staff/shops/:shopId/devices/:deviceId/end', for: 'owner' },
  /** Orders that wait or are being made, and the latest completed ones. */
  readBoard: { method: 'GET', path: '/api/staff/shops/:shopId/orders', for: 'clerk' },
  /** All orders of a shop that were paid, searched and by pages. */
  searchOrders: { method: 'GET', path: '/api/staff/shops/:shopId/orders/search', for: 'clerk' },
  acceptOrder: { method: 'POST', path: '/api/staff/orders/:orderId/accept', for: 'clerk' },
  /** Changes when an order that is under way will be there. */
  promiseOrder: { method: 'POST', path: '/api/staff/orders/:orderId/promise', for: 'clerk' },
  /** Sends an accepted order on its way to the door. */
  sendOrder: { method: 'POST', path: '/api/staff/orders/:orderId/send', for: 'clerk' },
  /** Says that an accepted order is ready, at the counter or for its table. */
  prepareOrder: { method: 'POST', path: '/api/staff/orders/:orderId/ready', for: 'clerk' },
  completeOrder: { method: 'POST', path: '/api/staff/orders/:orderId/complete', for: 'clerk' },
  /** What WeChat was asked to tell somebody about an order, and what became of it. */
  readOrderMessages: { method: 'GET', path: '/api/staff/orders/:orderId/messages', for: 'clerk' },
  /** Says no to a paid order that nobody has accepted; all of it is given back. */
  rejectOrder: { method: 'POST', path: '/api/staff/orders/:orderId/reject', for: 'clerk' },
  /** Cancels an order that was accepted; what is left of its money is given back. For owners and managers. */
  cancelOrder: { method: 'POST', path: '/api/staff/orders/:orderId/cancel', for: 'manager' },
  /** Gives money back without cancelling. For owners and managers. Needs the header `Idempotency-Key`. */
  refundOrder: { method: 'POST', path: '/api/staff/orders/:orderId/refunds', for: 'manager' },
  /** Goes on with a refund that failed. For owners and managers. */
  retryRefund: { method: 'POST', path: '/api/staff/refunds/:refundId/retry', for: 'manager' },
  /** Writes down that a refund which failed was given back without WeChat. For owners and managers. */
  settleRefundByHand: { method: 'POST', path: '/api/staff/refunds/:refundId/settle', for: 'manager' },
  /** The latest conversations of a shop, with how much the staff have not read. */
  listConversations: { method: 'GET', path: '/api/staff/shops/:shopId/conversations', for: 'clerk' },
  readConversationAsStaff: { method: 'GET', path: '/api/staff/orders/:orderId/conversation', for: 'clerk' },
  markConversationReadAsStaff: {
    method: 'POST',
    path: '/api/staff/orders/:orderId/conversation/read',
    for: 'clerk',
  },
  /** Payments of a shop with their refunds, searched and by pages. For its owners and managers, like all of money. */
  listPayments: { method: 'GET', path: '/api/staff/shops/:shopId/payments', for: 'manager' },
  /** What a shop sold on a day. The same as a table: `/api/staff/shops/:shopId/reports/:day/table.csv`. */
  readDayReport: { method: 'GET', path: '/api/staff/shops/:shopId/reports/:day', for: 'manager' },
  /** How WeChat's bills of the last days compared with our books. */
  listBills: { method: 'GET', path: '/api/staff/shops/:shopId/bills', for: 'manager' },
  readBill: { method: 'GET', path: '/api/staff/shops/:shopId/bills/:day', for: 'manager' },
  /** Fetches a day's bill from WeChat now and compares it. */
  compareBill: { method: 'POST', path: '/api/staff/shops/:shopId/bills/:day/compare', for: 'manager' },
  settleDifference: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/differences/:differenceId/settle',
    for: 'manager',
  },
  /** What WeChat said of a shop's payments and refunds that our books cannot hold. */
  listMatters: { method: 'GET', path: '/api/staff/shops/:shopId/matters', for: 'manager' },
  settleMatter: {
    method: 'POST',
    path: '/api/staff/shops/:shopId/matters/:matterId/settle',
    for: 'manager',
  },
  ...passRoutes,
  ...peopleRoutes,
} as const satisfies Record<string, { method: 'GET' | 'POST'; path: `/api/${string}`; for: Audience }>;

export type RouteName = keyof typeof routes;

/** What may follow the `?` of a route: each of it may be left out. Left out in `ApiTypes`: nothing. */
export type QueryOf<Name extends RouteName> = ApiTypes[Name] extends { query: infer Query extends object }
  ? Query
  : undefined;

/** What each route takes and gives. `undefined` stands for no body. */
export interface ApiTypes extends CatalogApiTypes, PassApiTypes, PeopleApiTypes {
  listShops: { params: undefined; body: undefined; reply: ShopListReply };
  readMenu: { params: { shopId: number }; body: undefined; reply: MenuReply };
  readTable: { params: { code: string }; body: undefined; reply: TableReply };
  readNotice: { params: { shopId: number }; body: undefined; reply: NoticeReply };
  placeOrder: { params: { shopId: number }; body: PlaceOrderRequest; reply: OrderReply };
  listOwnOrders: {
    params: undefined;
    query: { before?: number | undefined; limit?: number | undefined };
    body: undefined;
    reply: OwnOrdersReply;
  };
  readOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  remindOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  listAddresses: { params: undefined; body: undefined; reply: AddressListReply };
  saveAddress: { params: undefined; body: Contact; reply: AddressReply };
  changeAddress: { params: { addressId: number }; body: Contact; reply: AddressReply };
  removeAddress: { params: { addressId: number }; body: undefined; reply: undefined };
  openTrade: { params: { orderId: number }; body: undefined; reply: TradeReply };
  readTradeResult: {
    params: { outTradeNo: string };
    query: { token?: string | undefined };
    body: undefined;
    reply: TradeResult;
  };
  checkPayment: { params: { orderId: number }; body: undefined; reply: OrderReply };
  cancelOwnOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  readConversation: { params: { orderId: number }; body: undefined; reply: ConversationReply };
  markConversationRead: { params: { orderId: number }; body: ReadMark; reply: undefined };
  logIn: { params: undefined; body: LoginRequest; reply: StaffReply };
  logOut: { params: undefined; body: undefined; reply: undefined };
  readSelf: { params: undefined; body: undefined; reply: StaffReply };
  endDevice: { params: { shopId: number; deviceId: string }; body: undefined; reply: undefined };
  readBoard: { params: { shopId: number }; body: undefined; reply: OrderListReply };
  searchOrders: {
    params: { shopId: number };
    query: OrderSearchQuery;
    body: undefined;
    reply: OrderSearchReply;
  };
  acceptOrder: { params: { orderId: number }; body: AcceptOrderRequest | undefined; reply: OrderReply };
  promiseOrder: { params: { orderId: number }; body: PromiseOrderRequest; reply: OrderReply };
  sendOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  prepareOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  completeOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  readOrderMessages: { params: { orderId: number }; body: undefined; reply: OrderMessageListReply };
  /** Says no to a paid order that nobody has accepted; all of it is given back. */
  rejectOrder: { params: { orderId: number }; body: CancelOrderRequest; reply: OrderReply };
  cancelOrder: { params: { orderId: number }; body: CancelOrderRequest; reply: OrderReply };
  refundOrder: { params: { orderId: number }; body: RefundOrderRequest; reply: OrderReply };
  retryRefund: { params: { refundId: number }; body: RetryRefundRequest; reply: OrderReply };
  settleRefundByHand: { params: { refundId: number }; body: SettleRefundRequest; reply: OrderReply };
  listConversations: { params: { shopId: number }; body: undefined; reply: ShopConversationsReply };
  readConversationAsStaff: { params: { orderId: number }; body: undefined; reply: ConversationReply };
  markConversationReadAsStaff: { params: { orderId: number }; body: ReadMark; reply: undefined };
  listPayments: {
    params: { shopId: number };
    query: PaymentsQuery;
    body: undefined;
    reply: PaymentListReply;
  };
  readDayReport: { params: { shopId: number; day: string }; body: undefined; reply: DayReportReply };
  listBills: { params: { shopId: number }; body: undefined; reply: BillListReply };
  readBill: { params: { shopId: number; day: string }; body: undefined; reply: BillReply };
  compareBill: { params: { shopId: number; day: string }; body: undefined; reply: BillReply };
  settleDifference: {
    params: { shopId: number; differenceId: number };
    body: SettleDifference;
    reply: BillDifferenceReply;
  };
  listMatters: { params: { shopId: number }; body: undefined; reply: MatterListReply };
  settleMatter: { params: { shopId: number; matterId: number }; body: SettleDifference; reply: MatterReply };
}
