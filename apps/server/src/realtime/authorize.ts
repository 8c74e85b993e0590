import {
  CALL_BACK_DESTINATION,
  CHANGE_NOTICE_DESTINATION,
  CHANGE_NOTICE_REPLY_DESTINATION,
  ERRORS_DESTINATION,
  NOTICE_DESTINATION,
  ORDER_CONVERSATION_DESTINATION,
  ORDER_DESTINATION,
  SEND_CHAT_DESTINATION,
  SHOP_CONVERSATIONS_DESTINATION,
  SHOP_NOTICE_DESTINATION,
  SHOP_ONLINE_DESTINATION,
  SHOP_ORDERS_DESTINATION,
  SHOP_MENU_DESTINATION,
  SHOP_PRESENCE_DESTINATION,
} from '@carillon/contract';
import { MessagingError, compilePattern } from '@carillon/messaging';
import type { Authorize } from '@carillon/messaging';
import { listShopIds } from '../accounts/index.ts';
import { findParties } from '../orders/index.ts';
import type { Executor } from '../platform/database.ts';
import type { Paces } from '../platform/paces.ts';
import { isListener } from './listener.ts';
import type { Listener } from './listener.ts';

/** Where the handlers stand that answer a SUBSCRIBE with how it is now. */
const inApp = (destination: string): string => destination.replace(/^\/topic/, '/app');

const ofShops = [
  SHOP_ORDERS_DESTINATION,
  SHOP_CONVERSATIONS_DESTINATION,
  SHOP_ONLINE_DESTINATION,
  inApp(SHOP_ONLINE_DESTINATION),
].map(compilePattern);
/** What shops tell everybody. */
const ofOpenShops = [
  SHOP_NOTICE_DESTINATION,
  SHOP_PRESENCE_DESTINATION,
  inApp(SHOP_PRESENCE_DESTINATION),
].map(compilePattern);
const ofOrders = [ORDER_DESTINATION, ORDER_CONVERSATION_DESTINATION].map(compilePattern);
/** What is for whoever subscribes and for nobody else. */
const ownDestinations: readonly string[] = [
  CALL_BACK_DESTINATION,
  SHOP_MENU_DESTINATION,
  CHANGE_NOTICE_REPLY_DESTINATION,
  ERRORS_DESTINATION,
];
/** Whose handlers ask who may do what, and tell why not. */
const handled = [SEND_CHAT_DESTINATION].map(compilePattern);
const handledForStaff = [CHANGE_NOTICE_DESTINATION].map(compilePattern);

/**
 * Decides who may listen to what, looked up anew for every SUBSCRIBE: what is told of a shop is for its staff; of an
 * order, for its buyer and its shop's staff. Everybody may hear what is for them alone, and SEND to what has a
 * handler. What shops announce, and whether they are online, is for everybody. Everything else is nobody's.
 *
 * What buyers ask reads the database, and everybody who asks is made a buyer: those of one address share a pace.
 * @param paces by address. Throws `unavailable` where too many wait for their turn.
 */
export function createAuthorize(executor: Executor, paces: Paces): Authorize {
  return async ({ user, command, destination }) => {
    if (!isListener(user)) return false;
    if (command === 'SUBSCRIBE' && ownDestinations.includes(destination)) return true;
    if (user.kind === 'buyer' && !(await paces.turn(user.address))) throw new MessagingError('unavailable');
    if (command === 'SEND') {
      const mayReach = user.kind === 'staff' ? [...handled, ...handledForStaff] : handled;
      return mayReach.some((pattern) => pattern(destination) !== undefined);
    }
    if (destination === NOTICE_DESTINATION) return true;
    if (idIn(ofOpenShops, destination, 'shopId') !== undefined) return true;
    const shopId = idIn(ofShops, destination, 'shopId');
    if (shopId !== undefined) return worksAt(executor, user, shopId);
    const orderId = idIn(ofOrders, destination, 'orderId');
    if (orderId === undefined) return false;
    const parties = await findParties(executor, orderId);
    if (parties === undefined) return false;
    if (user.kind === 'buyer') return parties.buyerId === user.buyerId;
    return worksAt(executor, user, parties.shopId);
  };
}

async function worksAt(executor: Executor, user: Listener, shopId: number): Promise<boolean> {
  return user.kind === 'staff' && (await listShopIds(executor, user.staffId)).includes(shopId);
}

/** Reads an id as we write it: `7`, never `07` or `7.0`, for those would be destinations of their own. */
function idIn(
  patterns: readonly ReturnType<typeof compilePattern>[],
  destination: string,
  name: string,
): number | undefined {
  const text = patterns.map((pattern) => pattern(destination)?.[name]).find((value) => value !== undefined);
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}
