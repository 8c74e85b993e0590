import type { PayClient } from '@carillon/wechat';
import { hastenTrades } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { repeat } from '../platform/repeat.ts';
import { compareDueBills } from './compare-due-bills.ts';
import { expireOrders } from './expire-orders.ts';
import { sendDueRefunds } from './send-due-refunds.ts';
import { settleDueTrades } from './settle-due-trades.ts';

/** How often trades are looked for that no notification has told of. */
const DUE_TRADES_MS = 2_000;
/** How often refunds are looked for that are to be begun, or asked about. */
const DUE_REFUNDS_MS = 2_000;
/** How often it is seen whether WeChat has made a bill that was not compared. */
const DUE_BILLS_MS = 10 * 60_000;
/** How often orders are looked for that were not paid in time. */
const UNPAID_ORDERS_MS = 5_000;

/**
 * Begins the work on payments that nobody asks for: WeChat is asked about trades that no notification has told of,
 * refunds are begun and followed to their end, orders that are not paid in time are ended, and WeChat's bills are
 * compared with our books. Trades that are open
 * now are asked about at once: their notifications may have come while nobody listened. Resolves before WeChat has
 * answered.
 * @param pay Undefined when the server has no merchant's credentials: orders are ended all the same.
 * @returns stops it
 */
export async function startPaymentWork(context: Context, pay: PayClient | undefined): Promise<() => void> {
  const { logger } = context;
  const stops = [repeat(UNPAID_ORDERS_MS, async () => expireOrders({ context, pay }), { logger })];
  if (pay !== undefined) {
    await hastenTrades(context);
    const options = { logger, atOnce: true };
    stops.push(repeat(DUE_TRADES_MS, async () => settleDueTrades(context, pay), options));
    stops.push(repeat(DUE_REFUNDS_MS, async () => sendDueRefunds(context, pay), options));
    stops.push(repeat(DUE_BILLS_MS, async () => compareDueBills(context, pay), { logger }));
  }
  return () => {
    for (const stop of stops) stop();
  };
}
