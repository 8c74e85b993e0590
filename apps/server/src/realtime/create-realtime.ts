import type { IncomingMessage } from 'node:http';
import {
  NOTICE_DESTINATION,
  ORDER_CONVERSATION_DESTINATION,
  ORDER_DESTINATION,
  PASS_DESTINATION,
  SHOP_CONVERSATIONS_DESTINATION,
  SHOP_MENU_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  SHOP_ORDERS_DESTINATION,
  SHOP_VISITS_DESTINATION,
  shopHearingDestination,
} from '@carillon/contract';
import type { ShopHearing } from '@carillon/contract';
import { createMessaging, simpleBroker } from '@carillon/messaging';
import type { AllowedOrigins, ClusterBusFactory, Journal, Messaging } from '@carillon/messaging';
import { watchTrades } from '../flows/watch-trades.ts';
import type { TradeWatch } from '../flows/watch-trades.ts';
import { readWaitingOrders } from '../orders/index.ts';
import type { NoteDeed } from '../platform/deed.ts';
import { AppError } from '../platform/errors.ts';
import { clientAddress } from '../platform/http/client-address.ts';
import { createPaces } from '../platform/paces.ts';
import type { PaceOptions } from '../platform/paces.ts';
import type { OpenSessions } from '../platform/sessions/open-sessions.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { admitBuyers } from './admit-buyers.ts';
import { admitStaff } from './admit-staff.ts';
import { createAuthorize } from './authorize.ts';
import { describeDestinations } from './describe-destinations.ts';
import { followPasses } from './follow-passes.ts';
import type { PassFollowers } from './follow-passes.ts';
import { followShops } from './follow-shops.ts';
import { handleChat } from './handle-chat.ts';
import { handleNotices } from './handle-notices.ts';
import { handlePresence } from './handle-presence.ts';
import { handleRings } from './handle-rings.ts';
import { servePassWire } from './pass-wire.ts';
import { servePaymentWire } from './payment-wire.ts';
import { serveSellerWire } from './seller-wire.ts';
import { followStaffPresence } from './staff-presence.ts';
import type { StaffPresence } from './staff-presence.ts';
import { serveTakeawayWire } from './takeaway-wire.ts';
import { watchSessions } from './watch-sessions.ts';
import type { SessionWatch } from './watch-sessions.ts';

export interface Realtime {
  readonly messaging: Messaging;
  readonly sessions: SessionWatch;
  readonly presence: StaffPresence;
  /** What becomes of the trades that somebody here waits for. */
  readonly trades: TradeWatch;
  /** Who shows passes here, and what becomes of them. */
  readonly passes: Pick<PassFollowers, 'watchers'>;
  /** Looks for what the wires of older systems were not told of. To be called every few seconds. */
  checkWires(): void;
  /** Tells the staff who are online that no device of their shop can ring since then, or that one can again. */
  tellHearing(shopId: number, deafSince: Date | undefined): void;
}

export interface RealtimeParts {
  readonly context: SessionContext;
  /** Tells which sessions end, on whichever node. */
  readonly ends: OpenSessions['ends'];
  readonly journal: Journal;
  /** Has WeChat asked whether an order is paid. Default: nobody is asked. */
  readonly hasten?: (orderId: number) => Promise<void>;
  /** Has written down what staff do here. Default: nothing is. */
  readonly noteDeed?: NoteDeed;
  /** The link to the other nodes, should there be any. */
  readonly cluster?: ClusterBusFactory | undefined;
  readonly allowedOrigins: AllowedOrigins;
  /** How many proxies of ours handshakes come through. */
  readonly trustedProxies: number;
  /** Sockets of staff from one address, and of buyers: everybody in a restaurant may come by its one address. */
  readonly maxSocketsPerAddress?: number;
  /** How fast the buyers of one address may subscribe and send, all of them together. */
  readonly buyersPace?: Pick<PaceOptions, 'perSecond' | 'atOnce'>;
}

/** A full restaurant that comes back at once, with a few subscriptions per phone, waits for a few seconds. */
const BUYERS_PACE = { perSecond: 100, atOnce: 1_000, maxWaitMs: 5_000, maxKeys: 10_000 };

/** What is told of orders, passes, conversations, menus and announcements comes from the journal and from nowhere else. */
const JOURNALED = [
  SHOP_ORDERS_DESTINATION,
  ORDER_DESTINATION,
  SHOP_CONVERSATIONS_DESTINATION,
  ORDER_CONVERSATION_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  NOTICE_DESTINATION,
  SHOP_MENU_DESTINATION,
  PASS_DESTINATION,
  SHOP_VISITS_DESTINATION,
];

/**
 * The sockets: `/ws/staff` and `/ws/buyer`, each with the cookie of its own kind of people, what is told there, and
 * what may be sent; and the wires of older systems, `/sell/webSocket`, `/ws/{sid}`, `/websocket/myHandler` and
 * `/webSocket/{userId}/{carwashId}`.
 */
export function createRealtime(parts: RealtimeParts): Realtime {
  const { context, journal, cluster, allowedOrigins, trustedProxies, buyersPace } = parts;
  const { maxSocketsPerAddress = 1_000, noteDeed = () => Promise.resolve() } = parts;
  const { database, logger } = context;
  const paces = createPaces({ ...BUYERS_PACE, ...buyersPace });
  const messaging = createMessaging({
    broker: simpleBroker({ prefixes: ['/topic', '/queue'], heartbeatMs: [10_000, 10_000] }),
    journals: JOURNALED.map((pattern) => ({ pattern, journal })),
    ...(cluster && { cluster }),
    authorize: createAuthorize(database.db, paces),
    limits: { maxSessionsPerAddress: maxSocketsPerAddress },
    logger,
  });
  messaging.handleError(AppError, ({ error: { code, message }, destination }) => ({
    code,
    message,
    destination,
  }));
  const presence = followStaffPresence({
    ...{ messaging, logger, sessions: context.sessions },
    ...{ executor: database.db, clock: context.clock },
  });
  handleChat({ messaging, context, noteDeed });
  handleNotices({ messaging, context, noteDeed });
  handlePresence(messaging, presence);
  handleRings({ messaging, context, presence });
  describeDestinations(messaging);
  const sessions = watchSessions({ sessions: context.sessions, ends: parts.ends }, messaging.users);

  // The engine counts by what is returned here: staff and buyers apart, so that a crowd of buyers behind one
  // address, or one who plays a crowd, leaves the staff at that address their places.
  const addressOf = (kind: 'staff' | 'buyer' | 'payer') => (request: IncomingMessage) =>
    `${kind} ${clientAddress(request, trustedProxies)}`;

  const admitBuyer = admitBuyers(context, sessions);
  const authenticate = admitStaff(context, sessions);
  messaging.endpoint('/ws/staff', {
    allowedOrigins,
    addressOf: addressOf('staff'),
    authenticate,
  });
  messaging.endpoint('/ws/buyer', {
    allowedOrigins,
    addressOf: addressOf('buyer'),
    authenticate: admitBuyer,
  });

  const readWaiting = async (shopId: number) => readWaitingOrders(database, shopId);
  const shops = followShops({ journal, readWaiting, logger });
  const staff = { allowedOrigins, addressOf: addressOf('staff'), authenticate };
  serveTakeawayWire({ messaging, context, shops, admission: staff });
  serveSellerWire({ messaging, context, shops, admission: staff });
  const trades = watchTrades({ context, journal, hasten: parts.hasten ?? (() => Promise.resolve()) });
  const payers = { allowedOrigins, addressOf: addressOf('payer') };
  servePaymentWire({ messaging, context, trades, paces, admission: payers });
  const passes = followPasses({ journal, context });
  const buyers = { allowedOrigins, addressOf: addressOf('buyer'), authenticate: admitBuyer };
  servePassWire({ messaging, context, passes, admission: buyers });

  return {
    messaging,
    sessions,
    presence,
    trades,
    passes,
    checkWires() {
      shops.check();
      trades.check();
      passes.check();
    },
    tellHearing(shopId, deafSince) {
      const hearing: ShopHearing = { deafSince: deafSince?.toISOString() ?? null };
      messaging.template.send(shopHearingDestination(shopId), hearing).catch((err: unknown) => {
        logger.warn({ err, shopId }, 'whether a shop can be rung was not told');
      });
    },
  };
}
