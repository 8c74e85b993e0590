import { ORDER_DESTINATION, SHOP_ORDERS_DESTINATION } from '@carillon/contract';
import { compilePattern } from '@carillon/messaging';
import type { Authorize } from '@carillon/messaging';
import { listShopIds } from '../accounts/index.ts';
import { findParties } from '../orders/index.ts';
import type { Executor } from '../platform/database.ts';
import { isListener } from './listener.ts';
import type { Listener } from './listener.ts';

const shopOrders = compilePattern(SHOP_ORDERS_DESTINATION);
const orders = compilePattern(ORDER_DESTINATION);

/**
 * Decides who may listen to what, looked up anew for every SUBSCRIBE: a shop's orders are for its staff; an order
 * is for its buyer and its shop's staff. Everything else is nobody's, and nobody may SEND anything.
 */
export function createAuthorize(executor: Executor): Authorize {
  return async ({ user, command, destination }) => {
    if (command !== 'SUBSCRIBE' || !isListener(user)) return false;
    const shopId = idIn(shopOrders(destination)?.shopId);
    if (shopId !== undefined) return worksAt(executor, user, shopId);
    const orderId = idIn(orders(destination)?.orderId);
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
function idIn(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}
