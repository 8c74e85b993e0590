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
  MenuReply,
  NoticeReply,
  OrderListReply,
  OrderReply,
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
  TableListReply,
  TableReply,
  TradeReply,
  TradeResult,
} from './types.ts';

/**
 * Every HTTP operation that pages call, by name. The server registers its handlers from this table and
 * `createApi` calls by it, so a path is written once. (`GET` of the WeChat login are page visits, not calls:
 * `/api/staff/login/wechat?return=/console/…` starts it; WeChat's notifications go to `/api/wechat/pay/notify`.)
 */
export const routes = {
  listShops: { method: 'GET', path: '/api/shops' },
  readMenu: { method: 'GET', path: '/api/shops/:shopId/menu' },
  readTable: { method: 'GET', path: '/api/tables/:code' },
  /** What a shop announces. It is changed by the line: `CHANGE_NOTICE_DESTINATION`. */
  readNotice: { method: 'GET', path: '/api/shops/:shopId/notice' },
  /** Needs the header `Idempotency-Key` (1-64 visible ASCII characters). */
  placeOrder: { method: 'POST', path: '/api/shops/:shopId/orders' },
  listOwnOrders: { method: 'GET', path: '/api/orders' },
  readOrder: { method: 'GET', path: '/api/orders/:orderId' },
  /** 催单: reminds the shop of an order that waits, at most once in `REMIND_INTERVAL_MS`. */
  remindOrder: { method: 'POST', path: '/api/orders/:orderId/remind' },
  listAddresses: { method: 'GET', path: '/api/addresses' },
  saveAddress: { method: 'POST', path: '/api/addresses' },
  changeAddress: { method: 'POST', path: '/api/addresses/:addressId' },
  removeAddress: { method: 'POST', path: '/api/addresses/:addressId/remove' },
  /** Opens the order's Native trade, or gives the open one again. */
  openTrade: { method: 'POST', path: '/api/orders/:orderId/trade' },
  /**
   * What became of a trade, for its buyer or who has its watch token (`?token=` or `Authorization: Bearer`). Has an
   * ETag; with `If-None-Match` and `Prefer: wait=n` the answer waits up to n seconds for another state.
   */
  readTradeResult: { method: 'GET', path: '/api/trades/:outTradeNo/result' },
  /** Asks WeChat whether an order is paid, for a page that waits for it; however often it asks, WeChat is seldom. */
  checkPayment: { method: 'POST', path: '/api/orders/:orderId/check-payment' },
  /** Cancels an order that the shop has not accepted. What was paid is given back. */
  cancelOwnOrder: { method: 'POST', path: '/api/orders/:orderId/cancel' },
  /** What was said about an order, for its buyer. Messages go in by the line: `sendChatDestination`. */
  readConversation: { method: 'GET', path: '/api/orders/:orderId/conversation' },
  markConversationRead: { method: 'POST', path: '/api/orders/:orderId/conversation/read' },
  logIn: { method: 'POST', path: '/api/staff/login' },
  logOut: { method: 'POST', path: '/api/staff/logout' },
  readSelf: { method: 'GET', path: '/api/staff/me' },
  /** Logs a device of the shop's staff out. For its owners. */
  endDevice: { method: 'POST', path: '/api/staff/shops/:shopId/devices/:deviceId/end' },
  /** Orders that wait or are being made, and the latest completed ones. */
  readBoard: { method: 'GET', path: '/api/staff/shops/:shopId/orders' },
  listTables: { method: 'GET', path: '/api/staff/shops/:shopId/tables' },
  acceptOrder: { method: 'POST', path: '/api/staff/orders/:orderId/accept' },
  /** Changes when an order that is under way will be there. */
  promiseOrder: { method: 'POST', path: '/api/staff/orders/:orderId/promise' },
  /** Sends an accepted order on its way to the door. */
  sendOrder: { method: 'POST', path: '/api/staff/orders/:orderId/send' },
  /** Says that an accepted order is ready, at the counter or for its table. */
  prepareOrder: { method: 'POST', path: '/api/staff/orders/:orderId/ready' },
  completeOrder: { method: 'POST', path: '/api/staff/orders/:orderId/complete' },
  /** Says no to a paid order that nobody has accepted; all of it is given back. */
  rejectOrder: { method: 'POST', path: '/api/staff/orders/:orderId/reject' },
  /** Cancels an order that was accepted; what is left of its money is given back. For owners and managers. */
  cancelOrder: { method: 'POST', path: '/api/staff/orders/:orderId/cancel' },
  /** Gives money back without cancelling. For owners and managers. Needs the header `Idempotency-Key`. */
  refundOrder: { method: 'POST', path: '/api/staff/orders/:orderId/refunds' },
  /** Goes on with a refund that failed. For owners and managers. */
  retryRefund: { method: 'POST', path: '/api/staff/refunds/:refundId/retry' },
  /** Writes down that a refund which failed was given back without WeChat. For owners and managers. */
  settleRefundByHand: { method: 'POST', path: '/api/staff/refunds/:refundId/settle' },
  /** The latest conversations of a shop, with how much the staff have not read. */
  listConversations: { method: 'GET', path: '/api/staff/shops/:shopId/conversations' },
  readConversationAsStaff: { method: 'GET', path: '/api/staff/orders/:orderId/conversation' },
  markConversationReadAsStaff: { method: 'POST', path: '/api/staff/orders/:orderId/conversation/read' },
  /** Payments of a shop with their refunds, searched and by pages. For its owners and managers, like all of money. */
  listPayments: { method: 'GET', path: '/api/staff/shops/:shopId/payments' },
  /** What a shop sold on a day. The same as a table: `/api/staff/shops/:shopId/reports/:day/table.csv`. */
  readDayReport: { method: 'GET', path: '/api/staff/shops/:shopId/reports/:day' },
  /** How WeChat's bills of the last days compared with our books. */
  listBills: { method: 'GET', path: '/api/staff/shops/:shopId/bills' },
  readBill: { method: 'GET', path: '/api/staff/shops/:shopId/bills/:day' },
  /** Fetches a day's bill from WeChat now and compares it. */
  compareBill: { method: 'POST', path: '/api/staff/shops/:shopId/bills/:day/compare' },
  settleDifference: { method: 'POST', path: '/api/staff/shops/:shopId/differences/:differenceId/settle' },
} as const satisfies Record<string, { method: 'GET' | 'POST'; path: `/api/${string}` }>;

export type RouteName = keyof typeof routes;

/** What may follow the `?` of a route: each of it may be left out. Left out in `ApiTypes`: nothing. */
export type QueryOf<Name extends RouteName> = ApiTypes[Name] extends { query: infer Query extends object }
  ? Query
  : undefined;

/** What each route takes and gives. `undefined` stands for no body. */
export interface ApiTypes {
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
  listTables: { params: { shopId: number }; body: undefined; reply: TableListReply };
  acceptOrder: { params: { orderId: number }; body: AcceptOrderRequest | undefined; reply: OrderReply };
  promiseOrder: { params: { orderId: number }; body: PromiseOrderRequest; reply: OrderReply };
  sendOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  prepareOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  completeOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
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
}
