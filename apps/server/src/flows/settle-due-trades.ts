import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { takeDueTrades } from '../payments/index.ts';
import type { DueTrade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { retireTrade } from './retire-trade.ts';
import { settleIfPaid } from './settle-if-paid.ts';

/** Trades that WeChat is asked about at the same time, and so the most database connections a round can hold. */
const MAX_CONCURRENT_QUERIES = 5;
/** How long after its expiry a trade is closed for good: a payment may have won the race by a hair. */
const RETIRE_AFTER_MS = 60_000;

/**
 * Settles what no notification has told of: WeChat does not promise that one comes. Asks about the trades that
 * have waited for long enough, a few at a time; what cannot be answered now is asked again in half a minute. A
 * trade that has expired is retired: it leaves only when WeChat has said that it is paid or over.
 */
export async function settleDueTrades(context: Context, pay: PayClient): Promise<void> {
  const due = (await takeDueTrades(context)).values();
  const settleSome = async (): Promise<void> => {
    // All take from the same iterator, so each trade is asked about once.
    for (const trade of due) await settle({ context, pay }, trade);
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT_QUERIES }, settleSome));
}

async function settle(
  { context, pay }: { context: Context; pay: PayClient },
  trade: DueTrade,
): Promise<void> {
  const { outTradeNo } = trade;
  const isExpired = trade.expiresAt.getTime() + RETIRE_AFTER_MS <= context.clock.now().getTime();
  try {
    const standing = await (isExpired
      ? retireTrade({ context, pay }, trade)
      : settleIfPaid({ context, pay }, outTradeNo));
    if (standing === 'paid') context.logger.info({ outTradeNo }, 'a payment was found by asking WeChat');
  } catch (error) {
    const code = error instanceof WeChatError ? error.code : undefined;
    context.logger.warn({ outTradeNo, code, err: error }, 'a trade could not be asked about');
  }
}
