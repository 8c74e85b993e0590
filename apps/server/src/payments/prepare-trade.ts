import type { Tx } from '../platform/database.ts';
import { paymentErrors } from './payment-errors.ts';
import { findNewestTrade, insertTrade } from './trade-store.ts';
import { FIRST_QUERY_MS, makeOutTradeNo, tradeExpiry } from './trade.ts';
import type { Payer, Trade } from './trade.ts';

export interface TradeWish {
  readonly orderId: number;
  readonly shopId: number;
  readonly amountFen: number;
  /** Who is to pay it inside WeChat; null: whoever scans. */
  readonly payer: Payer | null;
  /** What the buyer reads on the phone. */
  readonly description: string;
  /** Where WeChat reports the payment. */
  readonly notifyUrl: string;
  /** Until when the order waits to be paid. */
  readonly orderExpiresAt: Date;
  readonly now: Date;
  /** 256 random bits, of `[0-9A-Za-z_-]`. */
  readonly token: string;
}

/**
 * Gives the trade that an order is being paid through: the open one, the paid one, or a new attempt, written down
 * with its number before WeChat hears of it. So whatever happens to the call to WeChat, it is repeated with the
 * same number and the same words. The caller holds the order's lock, so that no trade slips in while it is ended.
 * @throws order_expired when it would be a new attempt
 */
export async function prepareTrade(tx: Tx, wish: TradeWish): Promise<Trade> {
  const { token, now, orderExpiresAt, ...asked } = wish;
  const newest = await findNewestTrade(tx, wish.orderId);
  if (newest !== undefined && newest.state !== 'closed') return newest;
  if (orderExpiresAt <= now) throw paymentErrors.order_expired();
  const attempt = (newest?.attempt ?? 0) + 1;
  await insertTrade(tx, {
    ...asked,
    attempt,
    outTradeNo: makeOutTradeNo(wish.orderId, attempt, token),
    expiresAt: tradeExpiry(now, orderExpiresAt),
    nextQueryAt: new Date(now.getTime() + FIRST_QUERY_MS),
    // Not what the number shows: that is told to everybody who scans.
    watchToken: token.slice(8),
  });
  const trade = await findNewestTrade(tx, wish.orderId);
  if (trade === undefined) throw new Error(`order ${wish.orderId} has no trade after one was made`);
  return trade;
}
