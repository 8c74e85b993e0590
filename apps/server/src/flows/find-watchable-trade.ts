import { createHash, timingSafeEqual } from 'node:crypto';
import { findParties } from '../orders/index.ts';
import { findTrade } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { Executor } from '../platform/database.ts';

/** Who wants to watch which trade: by the token that whoever opened it was given, or as the order's buyer. */
export interface WatchWish {
  readonly outTradeNo: string;
  readonly token: string | undefined;
  readonly buyerId: string | undefined;
}

/** WeChat allows 6-32 of these (Pay v3, "create order"). */
const OUT_TRADE_NO = /^[0-9A-Za-z_|*-]{6,32}$/;

/** Finds a trade for whoever may watch it; undefined for everybody else, and for a trade that is none. */
export async function findWatchableTrade(
  executor: Executor,
  { outTradeNo, token, buyerId }: WatchWish,
): Promise<Trade | undefined> {
  if (!OUT_TRADE_NO.test(outTradeNo)) return undefined;
  const trade = await findTrade(executor, outTradeNo);
  if (trade === undefined) return undefined;
  if (token !== undefined && isSame(token, trade.watchToken)) return trade;
  if (buyerId === undefined) return undefined;
  return (await findParties(executor, trade.orderId))?.buyerId === buyerId ? trade : undefined;
}

/** Compares in a time that says nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
