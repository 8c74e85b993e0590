import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { moveTrade, paymentErrors } from '../payments/index.ts';
import type { Trade } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { settleIfPaid } from './settle-if-paid.ts';
import type { TradeStanding } from './settle-if-paid.ts';

/** What WeChat answers to a close that came too late; how the trade stands is then for the query to say. */
const TOO_LATE_TO_CLOSE = ['wechat_order_closed', 'wechat_order_not_exist', 'wechat_order_paid'];

/**
 * Ends a trade so that another one may take its place: asks WeChat, closes it there, asks again, and only when
 * WeChat says that it is over closes it here. If it turns out to be paid, it is settled instead: the payment that
 * won the race counts.
 * @throws payment_unanswered when WeChat does not say which; nothing is changed then
 */
export async function retireTrade(
  { context, pay }: { context: Context; pay: PayClient },
  { id, outTradeNo }: Pick<Trade, 'id' | 'outTradeNo'>,
): Promise<Exclude<TradeStanding, 'payable'>> {
  try {
    let standing = await settleIfPaid({ context, pay }, outTradeNo);
    if (standing === 'payable') {
      await pay.closeTrade(outTradeNo).catch(ignoreTooLate);
      // WeChat has been seen to confirm the closing of numbers it did not know; only its state counts.
      standing = await settleIfPaid({ context, pay }, outTradeNo);
    }
    if (standing === 'payable') throw paymentErrors.payment_unanswered();
    if (standing === 'over') await moveTrade(context.database.db, id, { move: 'close' });
    return standing;
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    context.logger.warn(
      { outTradeNo, code: error.code, requestId: error.requestId },
      'a trade was not retired',
    );
    throw paymentErrors.payment_unanswered();
  }
}

function ignoreTooLate(error: unknown): void {
  if (error instanceof WeChatError && TOO_LATE_TO_CLOSE.includes(error.code)) return;
  throw error;
}
