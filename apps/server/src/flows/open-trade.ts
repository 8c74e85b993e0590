import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { Order, TradeReply } from '@carillon/contract';
import { nameShops } from '../catalog/index.ts';
import { orderErrors, readOrder } from '../orders/index.ts';
import { moveTrade, paymentErrors, prepareTrade } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { retireTrade } from './retire-trade.ts';

/** What paying needs beside the database. */
export interface PayParts {
  readonly context: Context;
  readonly pay: PayClient;
  /** Where WeChat reports payments. */
  readonly notifyUrl: () => string;
}

/** A trade that cannot be opened is retired and a new one tried; more than one such is no accident. */
const MAX_TRADES_TRIED = 2;

/**
 * Opens the Native trade that an order of this buyer is paid through, or gives the open one again. Its number is
 * on disk before WeChat hears of it; no answer means that the same is asked again, never with a new number.
 * @throws order_not_found, order_already_paid, payment_unanswered, payment_refused
 */
export async function openTrade(
  parts: PayParts,
  { orderId, buyerId }: { orderId: number; buyerId: string | undefined },
): Promise<TradeReply> {
  for (let tried = 0; tried < MAX_TRADES_TRIED; tried += 1) {
    const order = await findUnpaid(parts, orderId, buyerId);
    const trade = await prepare(parts, order);
    const codeUrl = trade.codeUrl ?? (await askForCode(parts, trade));
    if (codeUrl !== undefined && trade.expiresAt > parts.context.clock.now()) {
      const { outTradeNo, amountFen, expiresAt, watchToken } = trade;
      return { outTradeNo, amountFen, codeUrl, expiresAt: expiresAt.toISOString(), watchToken };
    }
    await retireTrade(parts, trade);
  }
  throw paymentErrors.payment_refused({ reason: 'no_usable_trade' });
}

async function findUnpaid(
  { context }: PayParts,
  orderId: number,
  buyerId: string | undefined,
): Promise<Order> {
  const { order } = await readOrder(context.database, orderId, { buyerId, shopIds: [] });
  if (order.status !== 'pending_payment') throw orderErrors.order_already_paid({ at: order.paidAt });
  return order;
}

async function prepare({ context, notifyUrl }: PayParts, order: Order): Promise<Trade> {
  const { database, clock, ids } = context;
  const shopName = (await nameShops(database.db, [order.shopId])).get(order.shopId) ?? '';
  return database.transaction(async (tx) =>
    prepareTrade(tx, {
      orderId: order.id,
      shopId: order.shopId,
      amountFen: order.totalFen,
      description: `${shopName.slice(0, 100)} ${order.number}`,
      notifyUrl: notifyUrl(),
      now: clock.now(),
      token: ids.token(),
    }),
  );
}

/** Asks WeChat for the code to scan; undefined when the trade is of no use any more. */
async function askForCode({ context, pay }: PayParts, trade: Trade): Promise<string | undefined> {
  const { outTradeNo, description, amountFen, notifyUrl, expiresAt } = trade;
  if (expiresAt <= context.clock.now()) return undefined;
  try {
    const { codeUrl } = await pay.nativeOrder({ outTradeNo, description, amountFen, notifyUrl, expiresAt });
    await moveTrade(context.database.db, trade.id, { move: 'open', codeUrl });
    return codeUrl;
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    const { code, requestId } = error;
    context.logger.warn({ outTradeNo, code, requestId }, 'WeChat Pay did not open a trade');
    if (SPENT.has(code)) return undefined;
    if (error.outcome !== 'unknown') throw paymentErrors.payment_refused({ reason: code });
    throw paymentErrors.payment_unanswered();
  }
}

/** Refusals that say: this number has had its life. */
const SPENT = new Set<string>([
  'wechat_order_closed',
  'wechat_order_paid',
  'wechat_out_trade_no_used',
  'wechat_expiry_invalid',
]);
