import { WeChatError, toPayText } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import type { Order, TradeReply } from '@carillon/contract';
import { nameShops } from '../catalog/index.ts';
import { findParties, lockOrder, orderErrors, refusalOf } from '../orders/index.ts';
import { findTrade, leaseCode, moveTrade, paymentErrors, prepareTrade } from '../payments/index.ts';
import type { Payer, Trade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
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
/** Characters of a description that WeChat takes, and those of them that a shop's name may have. */
const MAX_DESCRIPTION_LENGTH = 127;
const MAX_SHOP_NAME_LENGTH = 100;

/**
 * Opens the Native trade that an order of this buyer is paid through, or gives the open one again. Its number is
 * on disk before WeChat hears of it; no answer means that the same is asked again, never with a new number.
 * @throws order_not_found, order_already_paid (or wherever it stands), order_cancelled, order_expired,
 *   payment_unanswered, payment_refused
 */
export async function openTrade(
  parts: PayParts,
  wanted: { orderId: number; buyerId: string | undefined },
): Promise<TradeReply> {
  const { outTradeNo, amountFen, codeUrl, expiresAt, watchToken } = await openTradeFor(parts, wanted, null);
  return { outTradeNo, amountFen, codeUrl, expiresAt: expiresAt.toISOString(), watchToken };
}

/**
 * Opens the trade that an order of this buyer is paid through, by whoever scans its code or by a payer inside WeChat,
 * or gives the open one again. One that was opened for another way to pay is retired first: an order has one trade
 * that can be paid.
 * @throws as `openTrade` does
 */
export async function openTradeFor(
  parts: PayParts,
  wanted: { orderId: number; buyerId: string | undefined },
  payer: Payer | null,
): Promise<Trade & { readonly codeUrl: string }> {
  for (let tried = 0; tried < MAX_TRADES_TRIED; tried += 1) {
    const trade = await prepare(parts, wanted, payer);
    if (isSamePayer(trade.payer, payer)) {
      const codeUrl = trade.codeUrl ?? (await askForCode(parts, trade));
      if (codeUrl !== undefined && trade.expiresAt > parts.context.clock.now()) return { ...trade, codeUrl };
    }
    await retireTrade(parts, trade);
  }
  throw paymentErrors.payment_refused({ reason: 'no_usable_trade' });
}

async function prepare(
  { context, notifyUrl }: PayParts,
  { orderId, buyerId }: { orderId: number; buyerId: string | undefined },
  payer: Payer | null,
): Promise<Trade> {
  const { database, clock, ids } = context;
  // Before its lock is taken: whose it is not holds nobody up.
  const parties = await findParties(database.db, orderId);
  if (parties === undefined || parties.buyerId !== buyerId) throw orderErrors.order_not_found();
  return database.transaction(async (tx) => {
    const { order } = (await lockOrder(tx, orderId)) ?? {};
    if (order === undefined) throw orderErrors.order_not_found();
    if (order.status !== 'pending_payment') throw refusalOf(order, 'pay');
    return prepareTrade(tx, {
      ...{ orderId, payer },
      shopId: order.shopId,
      amountFen: order.totalFen,
      description: await describe(tx, order),
      notifyUrl: notifyUrl(),
      orderExpiresAt: new Date(order.expiresAt),
      now: clock.now(),
      token: ids.token(),
    });
  });
}

/** What the buyer reads on the phone: the shop, and the number that is called out or the pass that is bought. */
async function describe(tx: Tx, { shopId, number, fulfilment, lines }: Order): Promise<string> {
  const shopName = (await nameShops(tx, [shopId])).get(shopId) ?? '';
  const what = fulfilment === 'pass' ? lines.map(({ name }) => name).join(' ') : number;
  return toPayText(`${toPayText(shopName, MAX_SHOP_NAME_LENGTH)} ${what}`, MAX_DESCRIPTION_LENGTH);
}

/**
 * The code to scan, asked of WeChat unless somebody else is asking just now; undefined when the trade is of no use any
 * more.
 * @throws payment_unanswered, payment_refused
 */
async function askForCode(parts: PayParts, trade: Trade): Promise<string | undefined> {
  const { context } = parts;
  if (trade.expiresAt <= context.clock.now()) return undefined;
  const leased = await leaseCode(context, trade, async () => askWeChat(parts, trade));
  if (leased) return leased.asked;
  const { state, codeUrl } = (await findTrade(context.database.db, trade.outTradeNo)) ?? {};
  if (state === 'opening') throw paymentErrors.payment_unanswered();
  return state === 'open' ? (codeUrl ?? undefined) : undefined;
}

async function askWeChat({ context, pay }: PayParts, trade: Trade): Promise<string | undefined> {
  const { outTradeNo, description, amountFen, notifyUrl, expiresAt, payer } = trade;
  try {
    const asked = { outTradeNo, description, amountFen, notifyUrl, expiresAt };
    const codeUrl = await (payer === null ? askForQr(pay, asked) : askForPrepayId(pay, asked, payer));
    // While WeChat answered, the order may have come to its end: then nobody should pay.
    return (await moveTrade(context.database.db, trade.id, { move: 'open', codeUrl })) ? codeUrl : undefined;
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    const { code, requestId } = error;
    context.logger.warn({ outTradeNo, code, requestId }, 'WeChat Pay did not open a trade');
    if (SPENT.has(code)) return undefined;
    if (error.outcome === 'final') throw paymentErrors.payment_refused({ reason: code });
    throw paymentErrors.payment_unanswered();
  }
}

async function askForQr(pay: PayClient, order: Parameters<PayClient['nativeOrder']>[0]): Promise<string> {
  return (await pay.nativeOrder(order)).codeUrl;
}

async function askForPrepayId(
  pay: PayClient,
  order: Parameters<PayClient['nativeOrder']>[0],
  { appid, openid: payerOpenid }: Payer,
): Promise<string> {
  return (await pay.jsapiOrder({ ...order, appid, payerOpenid })).prepayId;
}

function isSamePayer(one: Payer | null, other: Payer | null): boolean {
  return one?.appid === other?.appid && one?.openid === other?.openid;
}

/** Refusals that say: this number has had its life. */
const SPENT = new Set<string>([
  'wechat_order_closed',
  'wechat_order_paid',
  'wechat_out_trade_no_used',
  'wechat_expiry_invalid',
]);
