import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { isAwaitingPayment } from '../orders/index.ts';
import { TRADE_GRACE_MS, takeDueTrades } from '../payments/index.ts';
import type { DueTrade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { fewAtATime } from '../platform/few-at-a-time.ts';
import { retireTrade } from './retire-trade.ts';
import { settleIfPaid } from './settle-if-paid.ts';

/** Trades that WeChat is asked about at the same time, and so the most database connections a round can hold. */
const MAX_CONCURRENT_QUERIES = 5;

/**
 * Settles what no notification has told of: WeChat does not promise that one comes. Asks about the trades whose
 * time has come, a few at a time; what cannot be answered now is asked again. A trade that has expired, or whose
 * order is not to be paid any more, is retired: it leaves only when WeChat has said that it is paid or over.
 */
export async function settleDueTrades(context: Context, pay: PayClient): Promise<void> {
  const due = await takeDueTrades(context);
  await fewAtATime(due, MAX_CONCURRENT_QUERIES, async (trade) => askAboutTrade({ context, pay }, trade));
}

/** Asks WeChat about one trade and settles what it says. Never throws: what fails is logged, and asked again. */
export async function askAboutTrade(
  { context, pay }: { context: Context; pay: PayClient },
  trade: DueTrade,
): Promise<void> {
  const { outTradeNo } = trade;
  const isExpired = trade.expiresAt.getTime() + TRADE_GRACE_MS <= context.clock.now().getTime();
  try {
    const standing = await (isExpired
      ? retireTrade({ context, pay }, trade)
      : settleIfPaid({ context, pay }, outTradeNo));
    if (standing === 'paid') context.logger.info({ outTradeNo }, 'a payment was found by asking WeChat');
    if (standing === 'payable' && !(await isAwaitingPayment(context.database.db, trade.orderId))) {
      await retireTrade({ context, pay }, trade);
    }
  } catch (error) {
    const code = error instanceof WeChatError ? error.code : undefined;
    context.logger.warn({ outTradeNo, code, err: error }, 'a trade could not be asked about');
  }
}
