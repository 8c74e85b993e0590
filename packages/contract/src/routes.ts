import type {
  ConversationReply,
  LoginRequest,
  MenuReply,
  NoticeReply,
  OrderListReply,
  OrderReply,
  PlaceOrderRequest,
  ReadMark,
  ShopConversationsReply,
  ShopListReply,
  StaffReply,
  TableReply,
  TableListReply,
  TradeReply,
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
  /** Opens the order's Native trade, or gives the open one again. */
  openTrade: { method: 'POST', path: '/api/orders/:orderId/trade' },
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
  completeOrder: { method: 'POST', path: '/api/staff/orders/:orderId/complete' },
  /** The latest conversations of a shop, with how much the staff have not read. */
  listConversations: { method: 'GET', path: '/api/staff/shops/:shopId/conversations' },
  readConversationAsStaff: { method: 'GET', path: '/api/staff/orders/:orderId/conversation' },
  markConversationReadAsStaff: { method: 'POST', path: '/api/staff/orders/:orderId/conversation/read' },
} as const satisfies Record<string, { method: 'GET' | 'POST'; path: `/api/${string}` }>;

export type RouteName = keyof typeof routes;

/** What each route takes and gives. `undefined` stands for no body. */
export interface ApiTypes {
  listShops: { params: undefined; body: undefined; reply: ShopListReply };
  readMenu: { params: { shopId: number }; body: undefined; reply: MenuReply };
  readTable: { params: { code: string }; body: undefined; reply: TableReply };
  readNotice: { params: { shopId: number }; body: undefined; reply: NoticeReply };
  placeOrder: { params: { shopId: number }; body: PlaceOrderRequest; reply: OrderReply };
  listOwnOrders: { params: undefined; body: undefined; reply: OrderListReply };
  readOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  openTrade: { params: { orderId: number }; body: undefined; reply: TradeReply };
  readConversation: { params: { orderId: number }; body: undefined; reply: ConversationReply };
  markConversationRead: { params: { orderId: number }; body: ReadMark; reply: undefined };
  logIn: { params: undefined; body: LoginRequest; reply: StaffReply };
  logOut: { params: undefined; body: undefined; reply: undefined };
  readSelf: { params: undefined; body: undefined; reply: StaffReply };
  endDevice: { params: { shopId: number; deviceId: string }; body: undefined; reply: undefined };
  readBoard: { params: { shopId: number }; body: undefined; reply: OrderListReply };
  listTables: { params: { shopId: number }; body: undefined; reply: TableListReply };
  acceptOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  completeOrder: { params: { orderId: number }; body: undefined; reply: OrderReply };
  listConversations: { params: { shopId: number }; body: undefined; reply: ShopConversationsReply };
  readConversationAsStaff: { params: { orderId: number }; body: undefined; reply: ConversationReply };
  markConversationReadAsStaff: { params: { orderId: number }; body: ReadMark; reply: undefined };
}
